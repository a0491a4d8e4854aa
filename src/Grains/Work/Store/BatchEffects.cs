namespace Switchyard.Work.Store;

internal readonly record struct WorkerTotals(
    long FirstSeen, long LastSeen, long Held, long Completed, long Failed, long Expired);

/// <summary>
/// Everything that one transaction changes besides the rows, merged so that each key is written once, and in key order: two
/// nodes that take the same locks take them in the same order.
/// </summary>
internal sealed class BatchEffects(DateTimeOffset now)
{
    private readonly SortedDictionary<(string Queue, string Name), long> _tallies = new(KeyOrder.Pairs);
    private readonly SortedDictionary<(string Queue, string Event), long> _rates = new(KeyOrder.Pairs);
    private readonly SortedDictionary<(string Queue, string Owner), WorkerTotals> _workers = new(KeyOrder.Pairs);
    private readonly Dictionary<(long Item, long Lease), AttemptView> _attempts = [];
    private readonly Dictionary<(long Item, string Name), byte[]> _parts = [];
    private readonly List<(long Item, string Queue, WorkArtifact Artifact)> _artifacts = [];
    private readonly SortedDictionary<(string Space, string Key), byte[]> _records = new(KeyOrder.Pairs);
    private readonly List<(long Item, string Blob)> _dropped = [];
    private readonly SortedSet<string> _spent = new(StringComparer.Ordinal);
    private readonly HashSet<(string Kind, string Queue)> _left = [];

    /// <summary>The minute its rates are counted in, as unix milliseconds.</summary>
    public long Minute { get; } = now.ToUnixTimeMilliseconds() / 60_000 * 60_000;

    public IReadOnlyCollection<KeyValuePair<(string Queue, string Name), long>> Tallies =>
        [.. _tallies.Where(tally => tally.Value != 0)];

    public IReadOnlyCollection<KeyValuePair<(string Queue, string Event), long>> Rates => _rates;

    public IReadOnlyCollection<KeyValuePair<(string Queue, string Owner), WorkerTotals>> Workers => _workers;

    public IReadOnlyCollection<KeyValuePair<(long Item, long Lease), AttemptView>> Attempts => _attempts;

    public IReadOnlyCollection<KeyValuePair<(long Item, string Name), byte[]>> Parts => _parts;

    public IReadOnlyCollection<(long Item, string Queue, WorkArtifact Artifact)> Artifacts => _artifacts;

    public IReadOnlyCollection<KeyValuePair<(string Space, string Key), byte[]>> Records => _records;

    /// <summary>Artifacts to take away.</summary>
    public IReadOnlyCollection<(long Item, string Blob)> Dropped => _dropped;

    /// <summary>Blobs to delete once this is durable.</summary>
    public IReadOnlyCollection<string> Spent => _spent;

    /// <summary>Of which kinds and queues items were removed.</summary>
    public IReadOnlyCollection<(string Kind, string Queue)> Left => _left;

    public void Written(WorkWrite write)
    {
        Changed(write.Old, write.New);
        foreach (var attempt in write.Ended)
        {
            _attempts[(write.New.Id, attempt.LeaseNumber)] = attempt;
        }

        foreach (var part in write.Parts)
        {
            _parts[(write.New.Id, part.Name)] = part.Data;
        }

        foreach (var artifact in write.Artifacts)
        {
            _artifacts.Add((write.New.Id, write.New.Queue, artifact));
        }

        foreach (var blob in write.Dropped)
        {
            _dropped.Add((write.New.Id, blob));
            _spent.Add(blob);
        }

        foreach (var record in write.Records)
        {
            _records[(record.Space, record.Key)] = record.Data;
        }

        // Who held an item that moves on held it in the queue that it leaves.
        foreach (var worker in write.Workers)
        {
            Saw((write.Old ?? write.New).Queue, worker);
        }
    }

    /// <summary>A removed item is counted among those that are gone; one that was running gives its worker's hand back.</summary>
    public void Removed(WorkRow row)
    {
        Changed(row, null);
        _left.Add((row.Kind, row.Queue));
        _tallies[(row.Queue, TallyDeltas.Removed)] = _tallies.GetValueOrDefault((row.Queue, TallyDeltas.Removed)) + 1;
        if (row is { Status: WorkStatus.Running, LeaseOwner: { } owner })
        {
            Saw(row.Queue, new WorkerChange(owner, row.StartedAt ?? row.CreatedAt, Held: -1));
        }
    }

    /// <summary>Nothing names these blobs any more.</summary>
    public void Spend(IEnumerable<string> blobs) => _spent.UnionWith(blobs);

    private void Changed(WorkRow? old, WorkRow? next)
    {
        foreach (var delta in TallyDeltas.Of(old, next))
        {
            _tallies[(delta.Queue, delta.Name)] = _tallies.GetValueOrDefault((delta.Queue, delta.Name)) + delta.Value;
        }

        foreach (var key in TallyDeltas.EventsOf(old, next))
        {
            _rates[key] = _rates.GetValueOrDefault(key) + 1;
        }
    }

    private void Saw(string queue, WorkerChange change)
    {
        var seen = change.SeenAt.ToUnixTimeMilliseconds();
        var totals = _workers.TryGetValue((queue, change.Owner), out var known)
            ? known
            : new WorkerTotals(seen, seen, 0, 0, 0, 0);
        _workers[(queue, change.Owner)] = new WorkerTotals(
            Math.Min(totals.FirstSeen, seen),
            Math.Max(totals.LastSeen, seen),
            totals.Held + change.Held,
            totals.Completed + change.Completed,
            totals.Failed + change.Failed,
            totals.Expired + change.Expired);
    }
}

internal static class KeyOrder
{
    public static IComparer<(string, string)> Pairs { get; } = Comparer<(string A, string B)>.Create((x, y) =>
        string.CompareOrdinal(x.A, y.A) is var first and not 0 ? first : string.CompareOrdinal(x.B, y.B));
}
