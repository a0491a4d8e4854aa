namespace Switchyard.Work.Events;

/// <summary>The newest events, with their numbers: at most so many, and none that is older than a time.</summary>
internal sealed class EventRing(int capacity, TimeSpan keep)
{
    private readonly WorkEvent?[] _events = new WorkEvent?[capacity];
    private readonly DateTimeOffset[] _times = new DateTimeOffset[capacity];
    private long _first = 1;

    /// <summary>As another one was: with the number of its newest event, and what it kept.</summary>
    public EventRing(int capacity, TimeSpan keep, long last, IReadOnlyList<(WorkEvent Event, DateTimeOffset At)> kept)
        : this(capacity, keep)
    {
        Last = last - kept.Count;
        _first = Last + 1;
        foreach (var (happened, at) in kept)
        {
            Last++;
            (_events[PlaceOf(Last)], _times[PlaceOf(Last)]) = (happened, at);
        }
    }

    /// <summary>The number of the newest event, or of the last one there was; 0 before the first.</summary>
    public long Last { get; private set; }

    public void Add(WorkEvent happened, DateTimeOffset now)
    {
        Trim(now);
        if (Last - _first + 1 == capacity)
        {
            Forget();
        }

        Last++;
        _events[PlaceOf(Last)] = happened;
        _times[PlaceOf(Last)] = now;
    }

    /// <summary>Whether everything that came after the number is kept.</summary>
    public bool Has(long after, DateTimeOffset now)
    {
        Trim(now);
        return after >= _first - 1 && after <= Last;
    }

    /// <summary>What came after a number, oldest first, and up to which number that is all.</summary>
    public (IReadOnlyList<(long Number, WorkEvent Event)> Events, long End) Read(long after, EventFilter filter, int max)
    {
        var found = new List<(long, WorkEvent)>();
        for (var number = Math.Max(after + 1, _first); number <= Last; number++)
        {
            if (_events[PlaceOf(number)] is { } happened && filter.Takes(happened))
            {
                found.Add((number, happened));
                if (found.Count == max)
                {
                    return (found, number);
                }
            }
        }

        return (found, Last);
    }

    /// <summary>What is kept, oldest first.</summary>
    public IEnumerable<(WorkEvent Event, DateTimeOffset At)> Kept(DateTimeOffset now)
    {
        Trim(now);
        for (var number = _first; number <= Last; number++)
        {
            yield return (_events[PlaceOf(number)]!, _times[PlaceOf(number)]);
        }
    }

    private void Trim(DateTimeOffset now)
    {
        while (_first <= Last && now - _times[PlaceOf(_first)] > keep)
        {
            Forget();
        }
    }

    private void Forget() => _events[PlaceOf(_first++)] = null;

    private int PlaceOf(long number) => (int)(number % capacity);
}
