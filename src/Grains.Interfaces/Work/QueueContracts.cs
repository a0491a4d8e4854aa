namespace Switchyard.Work;

/// <summary>An item's place in its queue: lower priority first, then lower id.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.queue-entry")]
public readonly record struct QueueEntry([property: Id(0)] int Priority, [property: Id(1)] long Id) : IComparable<QueueEntry>
{
    public int CompareTo(QueueEntry other) => (Priority, Id).CompareTo((other.Priority, other.Id));
}

/// <param name="MayHaveMore">Nothing was at hand, but items may wait all the same: ask again.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.take-result")]
public sealed record TakeResult(
    [property: Id(0)] IReadOnlyList<QueueEntry> Entries,
    [property: Id(1)] bool Paused,
    [property: Id(2)] bool MayHaveMore);

/// <param name="Queued">Items that wait.</param>
/// <param name="Running">Items under a lease.</param>
/// <param name="Pause">Who paused the queue, when and why; null when it is open.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.queue-status")]
public sealed record QueueStatus(
    [property: Id(0)] string Queue,
    [property: Id(1)] long Queued,
    [property: Id(2)] long Running,
    [property: Id(3)] IReadOnlyDictionary<string, long> Totals,
    [property: Id(4)] DateTimeOffset? OldestQueuedAt,
    [property: Id(5)] QueuePause? Pause);

[GenerateSerializer, Immutable, Alias("switchyard.work.queue-pause")]
public sealed record QueuePause(
    [property: Id(0)] string By,
    [property: Id(1)] string Reason,
    [property: Id(2)] DateTimeOffset Since);
