namespace Switchyard.Compute.Scheduling;

/// <summary>What the scheduler is to do, said as simply as can be: one list of items, everything counted anew each time.</summary>
public sealed class SchedulingModel(IReadOnlyList<SourceDefinition> sources)
{
    private readonly Source[] _sources = [.. sources.Select(definition => new Source(definition))];
    private readonly List<Item> _items = [];
    private readonly HashSet<string> _held = [];

    public IEnumerable<(long Id, int? Source, bool Runs)> Items => _items.Select(item => (item.Entry.Id, item.Source, item.Runs));

    public void Place(ComputeEntry entry)
    {
        var known = _items.Find(item => item.Entry.Id == entry.Id);
        if (known is null)
        {
            _items.Add(new(entry) { Source = Shortest(entry.Service) });
        }
        else if (known.Runs)
        {
            known.IsOfferedAgain = true;
        }
    }

    public long? Start(int source)
    {
        if (!HasFreeSlot(source))
        {
            return null;
        }

        var own = Startable(source).Where(item => item.Source == source).ToList();
        var queues = Startable(source).Where(item => item.Source is { } other && other != source && !HasFreeSlot(other))
            .GroupBy(item => item.Source!.Value)
            .OrderByDescending(queue => new Fraction(queue.Count(), _sources[queue.Key].Definition.Slots))
            .ThenBy(queue => queue.Key);
        var others = _sources[source].MaySteal ? queues.FirstOrDefault()?.ToList() : null;
        var next = (own.Count > 0 ? own : others ?? [])
            .OrderBy(item => (item.Entry.Priority, item.Entry.Id))
            .FirstOrDefault();
        if (next is not null)
        {
            _sources[source].MaySteal &= next.Source != source;
            _sources[source].HasStartedOwn |= next.Source == source;
            (next.Source, next.Runs, next.IsOfferedAgain) = (source, true, false);
        }

        return next?.Entry.Id;
    }

    public void Finish(int source, long id)
    {
        if (_items.Find(item => item.Entry.Id == id && item.Runs && item.Source == source) is { } item)
        {
            _items.Remove(item);
            _sources[source].IsStalled = false;
            if (item.IsOfferedAgain)
            {
                Place(item.Entry);
            }
        }
    }

    public void Refuse(int source, long id)
    {
        _sources[source].IsStalled = true;
        if (_items.Find(item => item.Entry.Id == id && item.Runs && item.Source == source) is { } item)
        {
            (item.Source, item.Runs) = (null, false);
            item.Source = Shortest(item.Entry.Service);
        }
    }

    public void Withdraw(long id) => _items.RemoveAll(item => item.Entry.Id == id && !item.Runs);

    public void Idle(int source) => _sources[source].MaySteal = true;

    public void NextTick()
    {
        for (var source = 0; source < _sources.Length; source++)
        {
            _sources[source].IsStalled = false;
            _sources[source].MaySteal |= HasFreeSlot(source) && !_sources[source].HasStartedOwn;
            _sources[source].HasStartedOwn = false;
        }
    }

    public void Hold(int source, SourceState state)
    {
        _sources[source].State = state;
        Settle(source);
    }

    public void Depart(int source, bool mayStillRun)
    {
        _sources[source].IsAway = true;
        if (!mayStillRun)
        {
            foreach (var item in _items.Where(item => item.Runs && item.Source == source).OrderBy(item => (item.Entry.Priority, item.Entry.Id)).ToList())
            {
                Finish(source, item.Entry.Id);
            }
        }

        Settle(source);
    }

    public void Return(int source)
    {
        _sources[source].IsAway = false;
        Settle(source);
    }

    public void HoldQueue(string queue, bool isHeld) => _ = isHeld ? _held.Add(queue) : _held.Remove(queue);

    /// <summary>What waits where it may not moves; what waits nowhere tries again when there is a source more.</summary>
    private void Settle(int source)
    {
        var moves = TakesItems(source)
            ? _items.Where(item => item.Source is null)
            : _items.Where(item => item.Source == source && !item.Runs);
        foreach (var item in moves.OrderBy(item => (item.Entry.Priority, item.Entry.Id)).ToList())
        {
            item.Source = null;
            item.Source = Shortest(item.Entry.Service);
        }
    }

    private IEnumerable<Item> Startable(int source) =>
        _items.Where(item => !item.Runs && Permits(source, item.Entry.Service) && !_held.Contains(item.Entry.Queue));

    private int? Shortest(string service) =>
        Enumerable.Range(0, _sources.Length)
            .Where(source => TakesItems(source) && Permits(source, service))
            .OrderBy(source => HasFreeSlot(source) ? 0 : 1)
            .ThenBy(source => new Fraction(_items.Count(item => item.Source == source), _sources[source].Definition.Slots))
            .ThenBy(source => source)
            .Select(source => (int?)source)
            .FirstOrDefault();

    private bool Permits(int source, string service) =>
        _sources[source].Definition.Services is var services && (services.Count == 0 || services.Contains(service));

    private bool TakesItems(int source) => _sources[source] is { IsAway: false, State: not SourceState.Draining };

    private bool HasFreeSlot(int source) =>
        _sources[source] is { IsAway: false, State: SourceState.Active, IsStalled: false } known
        && _items.Count(item => item.Runs && item.Source == source) < known.Definition.Slots;

    private readonly record struct Fraction(int Top, int Bottom) : IComparable<Fraction>
    {
        public int CompareTo(Fraction other) => ((decimal)Top * other.Bottom).CompareTo((decimal)other.Top * Bottom);
    }

    private sealed class Source(SourceDefinition definition)
    {
        public SourceDefinition Definition => definition;

        public SourceState State { get; set; }

        public bool IsAway { get; set; }

        public bool IsStalled { get; set; }

        public bool MaySteal { get; set; } = true;

        public bool HasStartedOwn { get; set; }
    }

    private sealed class Item(ComputeEntry entry)
    {
        public ComputeEntry Entry => entry;

        public int? Source { get; set; }

        public bool Runs { get; set; }

        public bool IsOfferedAgain { get; set; }
    }
}
