namespace Switchyard.Work;

/// <summary>Where an item stands in its queue.</summary>
/// <param name="Before">How many come before it.</param>
/// <param name="IsAtLeast">There may be more than those.</param>
/// <param name="AskedAt">When somebody last asked the queue for work; null: not since it woke up.</param>
/// <param name="Pause">Null while the queue is open.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.queue-place")]
public sealed record QueuePlace(
    [property: Id(0)] int Before,
    [property: Id(1)] bool IsAtLeast,
    [property: Id(2)] DateTimeOffset? AskedAt,
    [property: Id(3)] QueuePause? Pause);
