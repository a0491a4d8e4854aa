using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Switchyard.Telemetry;

/// <summary>Collects what the meters have counted, when it is asked, and says it as Prometheus' text.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock _gate = new();
    private byte[] _text = [];

    /// <summary>The reader's, which it sets.</summary>
    public Func<int, bool>? Collect { get; set; }

    public byte[] Scrape()
    {
        lock (_gate)
        {
            return Collect?.Invoke(Timeout.Infinite) == true ? _text : throw new InvalidOperationException("The meters could not be collected.");
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var families = new PrometheusFamilies();
        foreach (var metric in batch)
        {
            families.Add(metric);
        }

        _text = PrometheusText.Of(families.All);
        return ExportResult.Success;
    }
}
