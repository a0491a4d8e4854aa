using System.Globalization;
using OpenTelemetry.Metrics;

namespace Switchyard.Telemetry;

/// <summary>A metric as Prometheus knows it.</summary>
/// <param name="Type">counter, gauge or histogram.</param>
internal sealed record PrometheusFamily(string Name, string Type, string Help)
{
    /// <summary>By suffix and labels as they are written, in the order in which they came.</summary>
    public Dictionary<string, double> Samples { get; } = [];
}

/// <summary>
/// Gathers metrics of all meters under the names that Prometheus' conventions give them. Several meters of one name are one family:
/// their counts add up, and of gauges the last stands.
/// </summary>
internal sealed class PrometheusFamilies
{
    private readonly SortedDictionary<string, PrometheusFamily> _families = new(StringComparer.Ordinal);

    public IEnumerable<PrometheusFamily> All => _families.Values;

    public void Add(Metric metric)
    {
        var type = TypeOf(metric.MetricType);
        if (type is null)
        {
            return;
        }

        var (name, scale) = PrometheusNames.Of(metric.Name, metric.Unit, type);
        if (!_families.TryGetValue(name, out var family))
        {
            _families[name] = family = new(name, type, PrometheusNames.HelpOf(metric.Name, metric.Description));
        }

        if (family.Type != type)
        {
            return;
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = PrometheusText.Labels(point.Tags);
            if (type == "histogram")
            {
                AddHistogram(family, labels, in point, scale);
            }
            else
            {
                Put(family, "", labels, ValueOf(metric.MetricType, in point) * scale);
            }
        }
    }

    private static void AddHistogram(PrometheusFamily family, string labels, in MetricPoint point, double scale)
    {
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : PrometheusText.Number(bucket.ExplicitBound * scale);
            Put(family, "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
        }

        Put(family, "_sum", labels, point.GetHistogramSum() * scale);
        Put(family, "_count", labels, point.GetHistogramCount());
    }

    private static void Put(PrometheusFamily family, string suffix, string labels, double value)
    {
        var key = labels.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"{suffix}{{{labels}}}") : suffix;
        family.Samples[key] = family.Type == "gauge" ? value : family.Samples.GetValueOrDefault(key) + value;
    }

    private static string? TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "gauge",
        MetricType.Histogram => "histogram",
        _ => null,
    };

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };
}
