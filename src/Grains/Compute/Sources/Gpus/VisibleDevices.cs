using System.Globalization;

namespace Switchyard.Compute.Sources.Gpus;

/// <summary>
/// Which devices a process was given, by its <c>CUDA_VISIBLE_DEVICES</c>. Read as CUDA reads it (CUDA C++ Programming Guide,
/// "CUDA Environment Variables"): indices or UUIDs, of GPUs also the beginning of one; nothing behind the first that is not there.
/// </summary>
internal static class VisibleDevices
{
    public const string Variable = "CUDA_VISIBLE_DEVICES";

    public const string OrderVariable = "CUDA_DEVICE_ORDER";

    /// <param name="visible">Null: not set, so all of them.</param>
    /// <returns>The devices, and the first entry that is none of them; null when there is none such.</returns>
    public static (IReadOnlyList<GpuDevice> Given, string? Unknown) Of(IReadOnlyList<GpuDevice> found, string? visible)
    {
        if (visible is null)
        {
            return (found, null);
        }

        var given = new List<GpuDevice>();
        foreach (var entry in visible.Split(',', StringSplitOptions.TrimEntries))
        {
            var named = Named(found, entry);
            if (named.Count == 0)
            {
                return (given, IsNone(entry) ? null : entry);
            }

            given.AddRange(named.Except(given));
        }

        return (given, null);
    }

    /// <summary>A GPU that is cut into slices stands for all of them.</summary>
    private static List<GpuDevice> Named(IReadOnlyList<GpuDevice> found, string entry)
    {
        if (int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return [.. found.Where(device => device.Index == index)];
        }

        if (!entry.StartsWith("GPU-", StringComparison.Ordinal))
        {
            return [.. found.Where(device => device.Uuid == entry)];
        }

        var named = found.Where(device => device.Gpu.StartsWith(entry, StringComparison.Ordinal)).ToList();
        return named.Select(device => device.Gpu).Distinct().Count() == 1 ? named : [];
    }

    /// <summary>How people and schedulers of clusters say that there is to be no GPU.</summary>
    private static bool IsNone(string entry) => entry is "" or "-1" or "NoDevFiles";
}
