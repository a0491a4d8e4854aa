namespace Switchyard.Work;

/// <param name="Owner">Who will hold the leases; 1 to 200 characters.</param>
/// <param name="Max">1 to 1,000 items.</param>
/// <param name="Lease">How long the leases are valid from now.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.claim-request")]
public sealed record ClaimRequest(
    [property: Id(0)] string Owner,
    [property: Id(1)] int Max,
    [property: Id(2)] TimeSpan Lease);

/// <param name="Items">What was leased; empty when nothing waits or the queue is paused.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.claim-result")]
public sealed record ClaimResult(
    [property: Id(0)] IReadOnlyList<ClaimedItem> Items,
    [property: Id(1)] bool Paused);

[GenerateSerializer, Immutable, Alias("switchyard.work.claimed-item")]
public sealed record ClaimedItem(
    [property: Id(0)] LeaseRef Lease,
    [property: Id(1)] DateTimeOffset ExpiresAt,
    [property: Id(2)] int Attempt,
    [property: Id(3)] string? Name,
    [property: Id(4)] byte[] Body);

/// <summary>Names one lease: the item and its fencing token.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.lease")]
public readonly record struct LeaseRef([property: Id(0)] long ItemId, [property: Id(1)] long LeaseNumber);

/// <param name="Retry">True: back to the queue; false: the item has failed.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.failure")]
public sealed record Failure(
    [property: Id(0)] LeaseRef Lease,
    [property: Id(1)] string Error,
    [property: Id(2)] bool Retry);

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
