namespace Switchyard.Work.Events;

/// <summary>
/// Puts what silos report into one order, in which each item's events come as they happened. What happened before an event was
/// published on its silo before anybody could act on it, so it comes with the next whole report of that silo: an event is held until
/// every other silo has made one that it began after the event had arrived here. Pure but for what it holds.
/// </summary>
internal sealed class EventMerge
{
    /// <summary>A silo that has not reported for so long is not waited for: it is gone, or hangs.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    private static readonly Comparer<WorkEvent> ByStep = Comparer<WorkEvent>.Create(Compare);

    private readonly Dictionary<string, Source> _sources = [];
    private List<Held> _held = [];
    private long _reports;

    public EventMerge()
    {
    }

    /// <summary>As another one was that has told all it had.</summary>
    public EventMerge(IReadOnlyDictionary<string, long> sequences, DateTimeOffset now)
    {
        foreach (var (source, sequence) in sequences)
        {
            _sources[source] = new Source { Sequence = sequence, SeenAt = now };
        }
    }

    /// <summary>Of the last report of each source.</summary>
    public IReadOnlyDictionary<string, long> Sequences => _sources.ToDictionary(source => source.Key, source => source.Value.Sequence);

    /// <summary>How many reports came; marks a moment.</summary>
    public long Mark => _reports;

    /// <summary>Whether all that was published before a moment has come.</summary>
    public bool HasAll(long mark, DateTimeOffset now) => Awaited(now).All(source => source.Value.Complete > mark);

    /// <summary>Whether all that had come by a moment was released.</summary>
    public bool HasTold(long mark) => !_held.Exists(held => held.Arrival <= mark);

    /// <summary>A source that will report: what others say meanwhile waits for it.</summary>
    public void Expect(string source, DateTimeOffset now)
    {
        _sources.TryAdd(source, new Source());
        _sources[source].SeenAt = now;
    }

    /// <summary>The same, when nothing is known of it.</summary>
    public void ExpectNew(string source, DateTimeOffset now)
    {
        if (_sources.TryAdd(source, new Source()))
        {
            _sources[source].SeenAt = now;
        }
    }

    /// <summary>Takes a report; one that came before changes nothing.</summary>
    /// <param name="sequence">Of the source's reports, from 1.</param>
    /// <param name="isWhole">Whether it has everything that was published when it was begun.</param>
    public void Add(string source, long sequence, IReadOnlyList<WorkEvent> events, bool isWhole, DateTimeOffset now)
    {
        Expect(source, now);
        var known = _sources[source];
        if (sequence <= known.Sequence)
        {
            return;
        }

        _reports++;
        known.Sequence = sequence;
        if (isWhole)
        {
            // It was begun when the one before had been answered, and surely has what was published until that one came.
            known.Complete = known.Last;
        }

        known.Last = _reports;
        _held.AddRange(events.Select(happened => new Held(happened, source, _reports)));
    }

    /// <summary>What can be told now, in order.</summary>
    public IReadOnlyList<WorkEvent> Release(DateTimeOffset now)
    {
        if (_held.Count == 0)
        {
            return [];
        }

        var awaited = Awaited(now).ToList();
        var cuts = _held.Select(held => held.Source).Distinct().ToDictionary(
            source => source,
            source => awaited.Where(other => other.Key != source).Select(other => other.Value.Complete).DefaultIfEmpty(long.MaxValue).Min());
        return Take(held => held.Arrival < cuts[held.Source]);
    }

    /// <summary>All that came, in order as far as that is known.</summary>
    public IReadOnlyList<WorkEvent> ReleaseAll() => Take(_ => true);

    /// <summary>What is ripe, which takes along what happened to its items before. Each item's events change places among themselves, and with no other's.</summary>
    private List<WorkEvent> Take(Predicate<Held> isRipe)
    {
        var taken = new WorkEvent?[_held.Count];
        foreach (var item in Enumerable.Range(0, _held.Count).GroupBy(place => _held[place].Event.Id))
        {
            var ripe = item.Where(place => isRipe(_held[place])).Select(place => _held[place].Event).ToList();
            if (ripe.Count == 0)
            {
                continue;
            }

            var newest = ripe.Max(ByStep)!;
            bool Goes(int place) => isRipe(_held[place]) || Compare(_held[place].Event, newest) < 0;
            var sources = item.GroupBy(place => _held[place].Source)
                .Select(source => source.Take(source.ToList().FindLastIndex(Goes) + 1).ToList())
                .Where(source => source.Count > 0)
                .ToList();
            foreach (var (place, happened) in sources.SelectMany(source => source).Order().Zip(InOrder(sources)).ToList())
            {
                taken[place] = happened;
            }
        }

        _held = [.. _held.Where((_, place) => taken[place] is null)];
        return [.. taken.OfType<WorkEvent>()];
    }

    /// <summary>What one silo says is in order; among silos, what came before goes first.</summary>
    private IEnumerable<WorkEvent> InOrder(List<List<int>> sources)
    {
        var queues = sources.ConvertAll(source => new Queue<WorkEvent>(source.Select(place => _held[place].Event)));
        while (queues.Count > 0)
        {
            var first = queues.MinBy(queue => queue.Peek(), ByStep)!;
            yield return first.Dequeue();
            queues.RemoveAll(queue => queue.Count == 0);
        }
    }

    private IEnumerable<KeyValuePair<string, Source>> Awaited(DateTimeOffset now) =>
        _sources.Where(source => now - source.Value.SeenAt <= Patience);

    /// <summary>By the lease, which only grows; within one it runs first, and what else happens goes by the time.</summary>
    private static int Compare(WorkEvent one, WorkEvent other)
    {
        var byLease = one.LeaseNumber.CompareTo(other.LeaseNumber);
        var byStep = byLease != 0 ? byLease : StepOf(one).CompareTo(StepOf(other));
        return byStep != 0 ? byStep : one.At.CompareTo(other.At);
    }

    private static int StepOf(WorkEvent happened) => happened switch
    {
        { Status: WorkStatus.Running, Progress: null } => 0,
        { Status: WorkStatus.Running } => 1,
        _ => 2,
    };

    private readonly record struct Held(WorkEvent Event, string Source, long Arrival);

    private sealed class Source
    {
        public long Sequence { get; set; }

        public DateTimeOffset SeenAt { get; set; }

        /// <summary>When its newest report came.</summary>
        public long Last { get; set; }

        /// <summary>Everything that it published until then is here.</summary>
        public long Complete { get; set; }
    }
}
