using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Work.Instruments;
using Switchyard.Work.Lanes;

namespace Switchyard.Telemetry;

/// <summary>
/// What waits and runs, and what sources do, over the whole cluster: every node tells the same, so that it is known while one is left.
/// Who adds up takes the largest.
/// </summary>
internal sealed partial class ClusterGauges : IGaugeRefresh
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What is older is not told: it would look as if nothing changed.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(30);

    private readonly IGrainFactory _grains;
    private readonly WorkInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterGauges> _log;
    private readonly ConcurrentDictionary<(string Kind, string Queue), bool> _known = [];
    private volatile GaugeReading? _reading;

    public ClusterGauges(IMeterFactory meters, WorkInstruments instruments, IGrainFactory grains, TimeProvider time, ILogger<ClusterGauges> log)
    {
        (_instruments, _grains, _time, _log) = (instruments, grains, time, log);
        var meter = meters.Create(MeterNames.Switchyard);
        meter.CreateObservableGauge(
            "switchyard.work.waiting", () => Backlogs(backlog => backlog.Waiting),
            description: "Items that wait, also those whose time has not come. The same on all nodes.");
        meter.CreateObservableGauge(
            "switchyard.work.running", () => Backlogs(backlog => backlog.Running),
            description: "Items under a lease. The same on all nodes.");
        meter.CreateObservableGauge(
            "switchyard.work.oldest_wait", Waits, "s",
            "How long the item has waited that waits longest; 0 where none waits. The same on all nodes.");
        meter.CreateObservableGauge(
            "switchyard.source.slots", Slots,
            description: "Slots of compute sources: busy, free, or of a source that starts nothing (paused, draining, away). The same on all nodes.");
        meter.CreateObservableGauge(
            "switchyard.source.waiting", () => Sources().Select(source => new Measurement<long>(source.Waiting, Label(source))),
            description: "Items that wait in the lane of a source. The same on all nodes.");
    }

    public async Task RefreshAsync()
    {
        try
        {
            var reading = await _grains.Reach<IGaugesGrain>(0).ReadAsync().WaitAsync(Patience, _time);
            foreach (var backlog in reading.Backlogs.Where(backlog => _known.TryAdd((backlog.Kind, backlog.Queue), true)))
            {
                _instruments.Know(backlog.Kind, backlog.Queue);
            }

            _reading = reading;
        }
#pragma warning disable CA1031 // Whatever it is (the store is away, the silo starts), what a node counts by itself is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotRead(exception);
        }
    }

    private GaugeReading? Known => _reading is { } reading && _time.GetUtcNow() - reading.At <= Oldest ? reading : null;

    private IEnumerable<Measurement<long>> Backlogs(Func<Backlog, long> value) => (Known?.Backlogs ?? [])
        .Select(backlog => new Measurement<long>(value(backlog), new("kind", backlog.Kind), new("queue", backlog.Queue)));

    private IEnumerable<Measurement<double>> Waits() => (Known?.Backlogs ?? [])
        .Where(backlog => backlog.OldestAt is not null || backlog.Waiting == 0)
        .Select(backlog => new Measurement<double>(
            backlog.OldestAt is { } oldest ? Math.Max(0, (Known!.At - oldest).TotalSeconds) : 0,
            new("kind", backlog.Kind),
            new("queue", backlog.Queue)));

    private IEnumerable<Measurement<long>> Slots()
    {
        foreach (var source in Sources())
        {
            var rest = Math.Max(0, source.Slots - source.Running);
            foreach (var (state, word) in States)
            {
                yield return new(state == source.State ? rest : 0, Label(source), new("state", word));
            }

            yield return new(source.Running, Label(source), new("state", "busy"));
        }
    }

    private static readonly (SourceState State, string Word)[] States =
    [
        (SourceState.Active, "free"), (SourceState.Paused, "paused"), (SourceState.Draining, "draining"), (SourceState.Away, "away"),
    ];

    private IReadOnlyList<SourceView> Sources() => Known?.Sources ?? [];

    private static KeyValuePair<string, object?> Label(SourceView source) => new("source", SourceDefinition.KeyOf(source.Name, source.Node));

    [LoggerMessage(1015, LogLevel.Debug, "What gauges tell of the cluster could not be read; it is told as it was, or not at all")]
    private partial void LogNotRead(Exception exception);
}
