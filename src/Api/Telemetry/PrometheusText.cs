using System.Globalization;
using System.Text;
using OpenTelemetry;

namespace Switchyard.Telemetry;

/// <summary>Prometheus' text format, version 0.0.4. Pure.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static byte[] Of(IEnumerable<PrometheusFamily> families)
    {
        var text = new StringBuilder(64 * 1024);
        foreach (var family in families.Where(family => family.Samples.Count > 0))
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escaped(family.Help, quotes: false)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Type).Append('\n');
            foreach (var (series, value) in family.Samples)
            {
                text.Append(family.Name).Append(series).Append(' ').Append(Number(value)).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Labels as they stand between braces; a tag without a value is none, nor is one that has a value for each life of a process.</summary>
    public static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = new List<string>(tags.Count);
        foreach (var (key, value) in tags)
        {
            if (PrometheusNames.LabelOf(key) is { } label && Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text)
            {
                labels.Add($"{label}=\"{Escaped(text, quotes: true)}\"");
            }
        }

        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escaped(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
