using System.Globalization;

namespace Switchyard.Compute.Sources.Gpus;

/// <summary>What <c>nvidia-smi --query-gpu=uuid,memory.total --format=csv,noheader,nounits</c> prints: a GPU a line, in MiB.</summary>
internal static class GpuMemory
{
    private const long Unit = 1024 * 1024;

    /// <summary>The devices with their memory, where it is told. What a slice has of its GPU's is not.</summary>
    public static IReadOnlyList<GpuDevice> Of(IReadOnlyList<GpuDevice> devices, string printed)
    {
        var sizes = new Dictionary<string, long>();
        foreach (var line in printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(',', StringSplitOptions.TrimEntries) is [var uuid, var size]
                && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var units) && units is > 0 and < long.MaxValue / Unit)
            {
                sizes[uuid] = units * Unit;
            }
        }

        return [.. devices.Select(device => device.Slice is null && sizes.TryGetValue(device.Gpu, out var bytes) ? device with { MemoryBytes = bytes } : device)];
    }
}
