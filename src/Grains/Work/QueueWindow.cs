namespace Switchyard.Work;

/// <summary>
/// A bounded, ordered view on the head of a queue. The rows are the queue and this is a cache of them: what it forgets is
/// found by the next refill, and what it wrongly holds is refused when its lease is tried. Not thread-safe.
/// </summary>
public sealed class QueueWindow(int capacity, TimeSpan takenFor)
{
    private readonly SortedSet<QueueEntry> _entries = [];
    private readonly Dictionary<long, int> _priorities = [];
    private readonly Dictionary<long, DateTimeOffset> _taken = [];

    private List<QueueEntry>? _leftOutWhileReading;

    /// <summary>Whether rows may wait that are not in the window: then it ends at its last entry, and what lies past it is the store's.</summary>
    public bool MayHaveMore { get; private set; } = true;

    public int Count => _entries.Count;

    /// <summary>Whether an id was taken a moment ago: it may still look queued in the database.</summary>
    public bool IsTaken(long id) => _taken.ContainsKey(id);

    /// <summary>An item was queued, and its row is committed.</summary>
    public void Offer(QueueEntry entry)
    {
        _taken.Remove(entry.Id);
        Remove(entry.Id);
        if (MayHaveMore && (_entries.Count == 0 || entry.CompareTo(_entries.Max) > 0))
        {
            // Taken in here it would overtake rows that only the store knows.
            _leftOutWhileReading?.Add(entry);
            return;
        }

        Add(entry);
        Trim();
    }

    /// <summary>Call before the store is read for <see cref="Refill"/>: an offer that comes while it reads is not in what it read.</summary>
    public void BeginRefill() => _leftOutWhileReading = [];

    /// <summary>Takes in what the store said of the head of the queue.</summary>
    /// <param name="complete">The store had no more than these.</param>
    public void Refill(IReadOnlyList<QueueEntry> head, bool complete)
    {
        foreach (var entry in head)
        {
            if (!_taken.ContainsKey(entry.Id))
            {
                Add(entry);
            }
        }

        MayHaveMore = !complete;
        Trim();
        var leftOut = _leftOutWhileReading ?? [];
        _leftOutWhileReading = null;
        foreach (var entry in leftOut)
        {
            Offer(entry);
        }
    }

    /// <summary>How many come before an entry; there may be more when it lies past the window.</summary>
    public (int Count, bool IsAtLeast) Before(QueueEntry entry) => MayHaveMore && (_entries.Count == 0 || entry.CompareTo(_entries.Max) > 0)
        ? (_entries.Count, true)
        : (_entries.TakeWhile(other => other.CompareTo(entry) < 0).Count(), false);

    /// <summary>The head, in order, which stays where it is.</summary>
    public IReadOnlyList<QueueEntry> Peek(int max) => [.. _entries.Take(max)];

    /// <summary>Takes from the head. A taken id is not handed out again by a refill for a while: its lease may be on its way.</summary>
    public IReadOnlyList<QueueEntry> Take(int max, DateTimeOffset now)
    {
        var taken = new List<QueueEntry>(Math.Min(max, _entries.Count));
        while (taken.Count < max && _entries.Count > 0)
        {
            var entry = _entries.Min;
            Remove(entry.Id);
            _taken[entry.Id] = now + takenFor;
            taken.Add(entry);
        }

        return taken;
    }

    /// <summary>Forgets ids whose leases must have been committed or lost by now.</summary>
    public void ForgetTaken(DateTimeOffset now)
    {
        foreach (var id in _taken.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToList())
        {
            _taken.Remove(id);
        }
    }

    private void Add(QueueEntry entry)
    {
        Remove(entry.Id);
        _entries.Add(entry);
        _priorities.Add(entry.Id, entry.Priority);
    }

    private void Remove(long id)
    {
        if (_priorities.Remove(id, out var priority))
        {
            _entries.Remove(new QueueEntry(priority, id));
        }
    }

    private void Trim()
    {
        while (_entries.Count > capacity)
        {
            _leftOutWhileReading?.Add(_entries.Max);
            Remove(_entries.Max.Id);
            MayHaveMore = true;
        }
    }
}
