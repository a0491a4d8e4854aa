namespace Switchyard.Compute.Scheduling;

/// <summary>A source as the scheduler sees it: its state, what waits there and what runs.</summary>
internal sealed class SourceLane
{
    private readonly Dictionary<long, ScheduledItem> _running = [];
    private readonly int[] _runningIn = new int[SlotPools.Count];
    private PerPool<int> _load;
    private PerPool<bool> _hasFreeSlot;
    private HashSet<string> _services = [];
    private readonly bool[] _maySteal = [.. SlotPools.All.Select(_ => true)];
    private readonly int[] _ownStarts = new int[SlotPools.Count];
    private readonly int[] _ownStartsAtTick = new int[SlotPools.Count];
    private bool _isAway;
    private bool _isStalled;
    private SourceHold? _hold;

    public SourceLane(SourceDefinition definition)
    {
        Definition = definition;
        Define(definition);
    }

    public SourceDefinition Definition { get; private set; }

    public string Key => Definition.Key;

    /// <summary>Its node is not there, or stops.</summary>
    public bool IsAway
    {
        get => _isAway;
        set
        {
            _isAway = value;
            Count();
        }
    }

    /// <summary>Null while it is neither drained nor paused.</summary>
    public SourceHold? Hold
    {
        get => _hold;
        set
        {
            _hold = value;
            Count();
        }
    }

    /// <summary>It refused what it was given although a slot seemed free: it is not asked again before the next tick.</summary>
    public bool IsStalled
    {
        get => _isStalled;
        set
        {
            _isStalled = value;
            Count();
        }
    }

    /// <summary>The disk of its node was full when it was last given something.</summary>
    public bool HasNoRoom { get; set; }

    /// <summary>
    /// Whether it may take from other lines when its own has nothing. Not at once after work of its own: sources that end within
    /// moments of each other keep what was placed there, and so the order in which it was placed.
    /// </summary>
    public bool MaySteal(SlotPool pool) => _maySteal[(int)pool];

    /// <summary>From now on it may.</summary>
    public void LetSteal(SlotPool pool) => _maySteal[(int)pool] = true;

    /// <summary>How often it started something of its own line.</summary>
    public int OwnStarts(SlotPool pool) => _ownStarts[(int)pool];

    public WaitingLine Waiting { get; } = new();

    public IReadOnlyDictionary<long, ScheduledItem> Running => _running;

    // A placement looks at these of every source, so they are counted when something changes.

    public int Slots { get; private set; }

    /// <summary>Waiting and running in a pool.</summary>
    public int Load(SlotPool pool) => _load[(int)pool];

    /// <summary>How much of a pool runs.</summary>
    public int RunningIn(SlotPool pool) => _runningIn[(int)pool];

    /// <summary>Whether it would start what waits for it in a pool: only then is it a source with a free slot.</summary>
    public bool HasFreeSlot(SlotPool pool) => _hasFreeSlot[(int)pool];

    /// <summary>Whether items may be put in its line.</summary>
    public bool TakesItems { get; private set; }

    public SourceState State => this switch
    {
        { IsAway: true } => SourceState.Away,
        { Hold.IsDrain: true } => SourceState.Draining,
        { Hold: not null } => SourceState.Paused,
        _ => SourceState.Active,
    };

    public void Define(SourceDefinition definition)
    {
        Definition = definition;
        _services = [.. definition.Services];
        Count();
    }

    public bool Permits(string service) => _services.Count == 0 || _services.Contains(service);

    /// <summary>A new tick: it is asked again although it refused, and takes from others when it had nothing of its own for a tick.</summary>
    public void NextTick()
    {
        IsStalled = false;
        for (var pool = 0; pool < SlotPools.Count; pool++)
        {
            _maySteal[pool] |= _hasFreeSlot[pool] && _ownStarts[pool] == _ownStartsAtTick[pool];
            _ownStartsAtTick[pool] = _ownStarts[pool];
        }
    }

    public void Enqueue(ScheduledItem item)
    {
        Waiting.Add(item);
        Count();
    }

    public void Dequeue(ScheduledItem item)
    {
        Waiting.Remove(item);
        Count();
    }

    /// <param name="isOwn">It was placed here, not taken from another.</param>
    public void Begin(ScheduledItem item, bool isOwn)
    {
        if (isOwn)
        {
            _maySteal[(int)item.Entry.Pool] = false;
            _ownStarts[(int)item.Entry.Pool]++;
        }

        _running.Add(item.Entry.Id, item);
        _runningIn[(int)item.Entry.Pool]++;
        Count();
    }

    /// <summary>What ran under the id, and does no longer; null when nothing did.</summary>
    public ScheduledItem? End(long id)
    {
        if (_running.Remove(id, out var item))
        {
            _runningIn[(int)item.Entry.Pool]--;
        }

        Count();
        return item;
    }

    private void Count()
    {
        Slots = Definition.Slots;
        TakesItems = !_isAway && _hold is not { IsDrain: true };
        var starts = !_isAway && _hold is null && !_isStalled;
        for (var pool = 0; pool < SlotPools.Count; pool++)
        {
            _load[pool] = Waiting.CountIn(pool) + _runningIn[pool];
            _hasFreeSlot[pool] = starts && _runningIn[pool] < Slots;
        }
    }
}
