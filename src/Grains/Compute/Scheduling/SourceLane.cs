namespace Switchyard.Compute.Scheduling;

/// <summary>A source as the scheduler sees it: its state, what waits there and what runs.</summary>
internal sealed class SourceLane
{
    private HashSet<string> _services = [];

    public SourceLane(SourceDefinition definition) => Define(definition);

    public SourceDefinition Definition { get; private set; } = null!;

    public string Key => Definition.Key;

    /// <summary>Its node is not there, or stops.</summary>
    public bool IsAway { get; set; }

    /// <summary>Null while it is neither drained nor paused.</summary>
    public SourceHold? Hold { get; set; }

    /// <summary>It refused what it was given although a slot seemed free: it is not asked again before the next tick.</summary>
    public bool IsStalled { get; set; }

    public WaitingLine Waiting { get; } = new();

    public Dictionary<long, ScheduledItem> Running { get; } = [];

    public int Load => Waiting.Count + Running.Count;

    /// <summary>Whether items may be put in its line.</summary>
    public bool TakesItems => !IsAway && Hold is not { IsDrain: true };

    /// <summary>Whether it would start what waits for it: only then is it a source with a free slot.</summary>
    public bool HasFreeSlot => !IsAway && Hold is null && !IsStalled && Running.Count < Definition.Slots;

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
    }

    public bool Permits(string service) => _services.Count == 0 || _services.Contains(service);
}

/// <summary>An operator's word: the source starts nothing.</summary>
/// <param name="IsDrain">What waits for it moves, too.</param>
internal sealed record SourceHold(bool IsDrain, string By);
