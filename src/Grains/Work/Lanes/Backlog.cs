namespace Switchyard.Work.Lanes;

/// <summary>What waits and runs in a queue.</summary>
/// <param name="Queue">Its name; <see cref="Telemetry.MeterNames.OtherQueues"/> for several together.</param>
/// <param name="OldestAt">When the item that waits longest was created; null: none waits, or that of several is not known.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.backlog")]
public sealed record Backlog(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Queue,
    [property: Id(2)] long Waiting,
    [property: Id(3)] long Running,
    [property: Id(4)] DateTimeOffset? OldestAt);
