namespace Switchyard.Work.Events;

/// <summary>
/// What happened to one item, told after it was committed: it changed its status, or its worker said how far it is. Only a hint, and
/// never the truth: a node that dies may take the last ones with it.
/// </summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.event")]
public sealed record WorkEvent
{
    [Id(0)] public required long Id { get; init; }

    /// <summary>The door's word for what it is ("table").</summary>
    [Id(1)] public required string Kind { get; init; }

    [Id(2)] public required string Queue { get; init; }

    /// <summary>After it.</summary>
    [Id(3)] public required WorkStatus Status { get; init; }

    /// <summary>When it happened, by the clock of the node that did it.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>Whose item it is; decides who is told.</summary>
    [Id(5)] public string? Owner { get; init; }

    /// <summary>Of the newest lease, which is that of a running item; 0 before the first. Puts the events of one item in order.</summary>
    [Id(6)] public long LeaseNumber { get; init; }

    /// <summary>Who holds that lease, or held it when this ended it.</summary>
    [Id(7)] public string? Worker { get; init; }

    /// <summary>0 to 1; of a running item whose worker said so, and then this is all that happened.</summary>
    [Id(8)] public double? Progress { get; init; }

    /// <summary>Why it failed, or is tried again.</summary>
    [Id(9)] public string? Error { get; init; }

    /// <summary>Queued not before this time.</summary>
    [Id(10)] public DateTimeOffset? NotBefore { get; init; }
}
