namespace Switchyard.Compute.Scheduling;

/// <summary>
/// What waits at a source, in order. Apart by service and queue, so that the first that another source may take is found
/// without a look at all that it may not.
/// </summary>
internal sealed class WaitingLine
{
    private readonly List<Part> _parts = [];
    private readonly int[] _counts = new int[SlotPools.Count];

    public int Count { get; private set; }

    public void Add(ScheduledItem item)
    {
        PartOf(item.Entry).Items.Add(item);
        Count++;
        _counts[(int)item.Entry.Pool]++;
    }

    public void Remove(ScheduledItem item)
    {
        var part = PartOf(item.Entry);
        if (part.Items.Remove(item))
        {
            Count--;
            _counts[(int)item.Entry.Pool]--;
        }

        if (part.Items.Count == 0)
        {
            _parts.Remove(part);
        }
    }

    /// <summary>How many wait for slots of a pool.</summary>
    public int CountIn(int pool) => _counts[pool];

    /// <summary>The first of a pool that a source may run and whose queue is not held; null when there is none.</summary>
    public ScheduledItem? FirstFor(SourceLane runner, SlotPool pool, IReadOnlyDictionary<string, Work.QueuePause> held)
    {
        ScheduledItem? first = null;
        foreach (var part in _parts)
        {
            if (part.Pool == pool && runner.Permits(part.Service) && !held.ContainsKey(part.Queue) && part.Items.Min is { } head
                && (first is null || ScheduledItem.Order.Compare(head, first) < 0))
            {
                first = head;
            }
        }

        return first;
    }

    /// <summary>How many of a pool a source may run whose queues are not held.</summary>
    public int CountFor(SourceLane runner, SlotPool pool, IReadOnlyDictionary<string, Work.QueuePause> held)
    {
        var count = 0;
        foreach (var part in _parts)
        {
            count += part.Pool == pool && runner.Permits(part.Service) && !held.ContainsKey(part.Queue) ? part.Items.Count : 0;
        }

        return count;
    }

    /// <summary>How many are before an item.</summary>
    public int CountBefore(ScheduledItem item) =>
        _parts.Sum(part => part.Items.TakeWhile(other => ScheduledItem.Order.Compare(other, item) < 0).Count());

    /// <summary>The first of them, in order.</summary>
    public IEnumerable<ScheduledItem> First(int count) => _parts.SelectMany(part => part.Items.Take(count)).Order(ScheduledItem.Order).Take(count);

    /// <summary>How many of a pool wait for which service, in which queue.</summary>
    public IEnumerable<(string Service, string Queue, int Count)> Parts(SlotPool pool) =>
        _parts.Where(part => part.Pool == pool).Select(part => (part.Service, part.Queue, part.Items.Count));

    /// <summary>All of them, in order.</summary>
    public List<ScheduledItem> ToList() => [.. _parts.SelectMany(part => part.Items).Order(ScheduledItem.Order)];

    private Part PartOf(ComputeEntry entry)
    {
        foreach (var part in _parts)
        {
            if (part.Service == entry.Service && part.Queue == entry.Queue && part.Pool == entry.Pool)
            {
                return part;
            }
        }

        var added = new Part(entry.Service, entry.Queue, entry.Pool);
        _parts.Add(added);
        return added;
    }

    private sealed record Part(string Service, string Queue, SlotPool Pool)
    {
        public SortedSet<ScheduledItem> Items { get; } = new(ScheduledItem.Order);
    }
}
