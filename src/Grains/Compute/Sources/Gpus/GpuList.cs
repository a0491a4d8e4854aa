using System.Globalization;
using System.Text.RegularExpressions;

namespace Switchyard.Compute.Sources.Gpus;

/// <summary>What <c>nvidia-smi -L</c> prints.</summary>
/// <param name="Devices">Each GPU, or, of one that is cut into slices, each slice.</param>
/// <param name="Others">Lines that name no device: what is wrong with one.</param>
internal sealed partial record GpuList(IReadOnlyList<GpuDevice> Devices, IReadOnlyList<string> Others)
{
    public static GpuList Parse(string printed)
    {
        var (devices, others) = (new List<GpuDevice>(), new List<string>());
        GpuDevice? gpu = null;
        foreach (var line in printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            if (Gpu().Match(line) is { Success: true } whole && Number(whole) is { } index)
            {
                gpu = new(index, null, Uuid(whole), Uuid(whole)) { Name = whole.Groups["name"].Value };
                devices.Add(gpu);
            }
            else if (gpu is not null && Slice().Match(line) is { Success: true } part && Number(part) is { } slice)
            {
                devices.Remove(gpu);
                devices.Add(gpu with { Slice = slice, Uuid = Uuid(part), Name = $"{gpu.Name}, {part.Groups["size"].Value}" });
            }
            else
            {
                // What follows it may belong to a GPU that could not be read.
                gpu = null;
                others.Add(line.Trim());
            }
        }

        return new(devices, others);
    }

    private static int? Number(Match match) =>
        int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Uuid(Match match) => match.Groups["uuid"].Value;

    [GeneratedRegex(@"^GPU (?<number>[0-9]+): (?<name>.*?)\s*\(UUID: (?<uuid>[^()\s,]+)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Gpu();

    [GeneratedRegex(@"^\s+MIG (?<size>\S*)\s+Device\s+(?<number>[0-9]+): \(UUID: (?<uuid>[^()\s,]+)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Slice();
}
