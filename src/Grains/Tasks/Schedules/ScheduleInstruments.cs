using System.Diagnostics.Metrics;
using Switchyard.Telemetry;

namespace Switchyard.Tasks.Schedules;

/// <summary>How late schedules are.</summary>
internal sealed class ScheduleInstruments(IMeterFactory meters)
{
    private readonly Histogram<double> _lag = meters.Create(MeterNames.Switchyard).CreateHistogram<double>(
        "switchyard.schedule.lag",
        "s",
        "How long after its time a schedule's task was submitted.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600, 86400] });

    public void Submitted(TimeSpan late) => _lag.Record(late.TotalSeconds);
}
