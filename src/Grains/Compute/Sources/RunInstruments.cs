using System.Diagnostics.Metrics;
using Switchyard.Telemetry;

namespace Switchyard.Compute.Sources;

/// <summary>What is counted of runs. Sources and services are the configuration's: there are few.</summary>
public sealed class RunInstruments
{
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;

    public RunInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterNames.Switchyard);
        _runs = meter.CreateCounter<long>("switchyard.runs", description: "Runs that have ended, by how they did.");
        _duration = meter.CreateHistogram(
            "switchyard.run.duration",
            "s",
            "How long runs took.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400] });
    }

    internal void Ended(string source, string service, RunOutcome outcome, TimeSpan took)
    {
        _runs.Add(1, new("source", source), new("service", service), new("outcome", WordOf(outcome)));
        _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("service", service));
    }

    private static string WordOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed => "completed",
        RunOutcome.Failed => "failed",
        RunOutcome.TimedOut => "timedout",
        RunOutcome.Cancelled => "cancelled",
        _ => "lost",
    };
}
