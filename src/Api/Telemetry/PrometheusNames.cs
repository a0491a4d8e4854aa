using System.Text.RegularExpressions;

namespace Switchyard.Telemetry;

/// <summary>Names of metrics by Prometheus' conventions: base units, one unit at the end, <c>_total</c> of counters. Pure.</summary>
internal static partial class PrometheusNames
{
    private const string Orleans = "orleans ";

    /// <summary>Tags of Orleans' own.</summary>
    private static readonly string[] SiloAddresses = ["silo", "Destination"];

    /// <summary>Ends that belong to a histogram's own series.</summary>
    private static readonly string[] HistogramEnds = ["_count", "_sum", "_bucket"];

    /// <returns>The name, and what values are multiplied by.</returns>
    public static (string Name, double Scale) Of(string name, string? unit, string type)
    {
        var clean = Outside().Replace(name, "_").Trim('_');
        var (word, scale) = unit switch
        {
            "s" => ("seconds", 1),
            "ms" => ("seconds", 0.001),
            "By" or "bytes" => ("bytes", 1),
            "MB" => ("bytes", 1024d * 1024),
            _ => ("", 1),
        };
        if (word.Length > 0 && !clean.EndsWith($"_{word}", StringComparison.Ordinal))
        {
            clean = $"{clean}_{word}";
        }

        if (type == "gauge" && Array.Find(HistogramEnds, end => clean.EndsWith(end, StringComparison.Ordinal)) is { } taken)
        {
            clean = $"{clean[..^taken.Length]}_number";
        }

        return (type == "counter" && !clean.EndsWith("_total", StringComparison.Ordinal) ? $"{clean}_total" : clean, scale);
    }

    /// <summary>A label in small letters, with lines between words.</summary>
    /// <returns>Null: it has a value for each life of a process, as the address of another silo, and nobody could keep them all.</returns>
    public static string? LabelOf(string key) =>
        SiloAddresses.Contains(key) ? null : WordEnd().Replace(Outside().Replace(key, "_"), "_").ToLowerInvariant();

    /// <summary>What a metric says of itself; of one that says nothing, as most of Orleans', its name in words.</summary>
    public static string HelpOf(string name, string? description)
    {
        if (!string.IsNullOrWhiteSpace(description))
        {
            return description;
        }

        var words = Outside().Replace(name, " ").Trim();
        return words.StartsWith(Orleans, StringComparison.Ordinal) ? $"Orleans' own: {words[Orleans.Length..]}." : $"{words}.";
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordEnd();

    [GeneratedRegex("[^a-zA-Z0-9_]+")]
    private static partial Regex Outside();
}
