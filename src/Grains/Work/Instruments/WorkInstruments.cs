using System.Diagnostics.Metrics;
using Switchyard.Telemetry;

namespace Switchyard.Work.Instruments;

/// <summary>
/// What this node counts of the work that passes through it, whatever its door. Each transition is counted where it was committed, by the
/// node that committed it: over a cluster they add up. Labels are bounded: kinds, queues (<see cref="MeterNames.NamedQueues"/> of a kind),
/// outcomes; none is an id, a client's name or free text.
/// </summary>
public sealed class WorkInstruments
{
    /// <summary>Seconds, from a fast disk to a database that hangs.</summary>
    private static readonly double[] Latencies = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] Sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// <summary>Seconds, from a sweep to a night.</summary>
    private static readonly double[] Lags = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 21600];

    private readonly Counter<long> _submits;
    private readonly Counter<long> _claims;
    private readonly Counter<long> _ends;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _lostLeases;
    private readonly Counter<long> _staleEnds;
    private readonly Counter<long> _misses;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _commitSize;
    private readonly Histogram<double> _expiryLag;

    public WorkInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterNames.Switchyard);
        _submits = meter.CreateCounter<long>("switchyard.submits", description: "Items that came.");
        _claims = meter.CreateCounter<long>("switchyard.claims", description: "Leases that were given out.");
        _ends = meter.CreateCounter<long>("switchyard.ends", description: "Items that ended, by how they did.");
        _retries = meter.CreateCounter<long>("switchyard.retries", description: "Attempts that brought no end, and whose item waits again.");
        _lostLeases = meter.CreateCounter<long>("switchyard.lost_leases", description: "Leases that ran out, or went with their node.");
        _staleEnds = meter.CreateCounter<long>(
            "switchyard.stale_ends", description: "Results and failures that were refused, since their lease was not the item's any more.");
        _misses = meter.CreateCounter<long>(
            "switchyard.queue_window_misses", description: "Times that the store had to be read before somebody who asked could be answered.");
        _commitDuration = Histogram<double>(meter, "switchyard.commit.duration", "s", "How long a transaction took that made a batch durable.", Latencies);
        _commitSize = Histogram<long>(meter, "switchyard.commit.batch_size", null, "Requests that shared a transaction.", [.. Sizes.Select(size => (long)size)]);
        _expiryLag = Histogram<double>(meter, "switchyard.expiry_lag", "s", "How long after a lease had run out it was taken back.", Lags);
    }

    /// <summary>That there is such a queue: what is counted of it begins at 0, so that the first of a thing is seen as one more.</summary>
    public void Know(string kind, string queue)
    {
        Submitted(kind, queue, 0);
        Claimed(kind, queue, 0);
        Retried(kind, queue, 0);
        StaleEnd(kind, 0);
        _lostLeases.Add(0, new KeyValuePair<string, object?>("kind", kind));
        foreach (var status in Enum.GetValues<WorkStatus>().Where(status => status.IsTerminal()))
        {
            Ended(kind, queue, status, 0);
        }
    }

    /// <summary>New items of a queue.</summary>
    public void Submitted(string kind, string queue, long count = 1) => _submits.Add(count, new("kind", kind), new("queue", queue));

    public void Claimed(string kind, string queue, long count = 1) => _claims.Add(count, new("kind", kind), new("queue", queue));

    public void Ended(string kind, string queue, WorkStatus how, long count = 1) =>
        _ends.Add(count, new("kind", kind), new("queue", queue), new("outcome", how.Word()));

    public void Retried(string kind, string queue, long count = 1) => _retries.Add(count, new("kind", kind), new("queue", queue));

    /// <param name="lag">Since it had run out; null: it went before.</param>
    public void LeaseLost(string kind, TimeSpan? lag)
    {
        var label = new KeyValuePair<string, object?>("kind", kind);
        _lostLeases.Add(1, label);
        if (lag is { } late && late >= TimeSpan.Zero)
        {
            _expiryLag.Record(late.TotalSeconds, label);
        }
    }

    public void StaleEnd(string kind, long count = 1) => _staleEnds.Add(count, new KeyValuePair<string, object?>("kind", kind));

    public void WindowMissed(string queue) => _misses.Add(1, new KeyValuePair<string, object?>("queue", queue));

    /// <param name="store">"work" or "tasks".</param>
    /// <param name="requests">That shared it.</param>
    public void Committed(string store, TimeSpan took, int requests)
    {
        var label = new KeyValuePair<string, object?>("store", store);
        _commitDuration.Record(took.TotalSeconds, label);
        _commitSize.Record(requests, label);
    }

    /// <summary>A change that is durable.</summary>
    internal void Changed(WorkWrite write, DateTimeOffset now)
    {
        var (row, step) = (write.New, ItemSteps.Of(write));
        if (step.IsNew)
        {
            Submitted(row.Kind, row.Queue);
        }

        if (step.IsClaim)
        {
            Claimed(row.Kind, row.Queue);
        }

        if (step.End is { } how)
        {
            Ended(row.Kind, row.Queue, how);
        }

        if (step.IsRetry)
        {
            Retried(row.Kind, row.Queue);
        }

        if (step.IsLeaseLost)
        {
            LeaseLost(row.Kind, now - write.Old?.LeaseExpiresAt);
        }
    }

    private static Histogram<T> Histogram<T>(Meter meter, string name, string? unit, string description, T[] bounds)
        where T : struct =>
        meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<T> { HistogramBucketBoundaries = bounds });
}
