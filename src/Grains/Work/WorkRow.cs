using Switchyard.Work.Failures;

namespace Switchyard.Work;

/// <summary>
/// One row of <c>work_item</c>: one unit of work, and all of its truth. Immutable; a transition makes the next row.
/// Times are whole milliseconds, as the database keeps them: a row that was written is the row that is read.
/// </summary>
public sealed record WorkRow
{
    public required long Id { get; init; }

    /// <summary>The door's word for it and the type of its grain; at most 40 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>At most 200 characters.</summary>
    public required string Queue { get; init; }

    /// <summary>Lower goes first.</summary>
    public int Priority { get; init; }

    public WorkStatus Status { get; init; }

    /// <summary>How often the item left its queue.</summary>
    public int Attempt { get; init; }

    /// <summary>How many of its leases were lost (ran out, or went with their node) since it came or an operator tried it again.</summary>
    public int LostLeases { get; init; }

    /// <summary>How many of its attempts failed and were tried again, since it came or an operator tried it again.</summary>
    public int Failures { get; init; }

    /// <summary>The fencing token: grows by one with each lease, never resets.</summary>
    public long LeaseNumber { get; init; }

    public string? LeaseOwner { get; init; }

    /// <summary>Null when there is no lease, or when it never runs out.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init => field = Kept(value); }

    /// <summary>At most one active (queued or running) item of a kind has a given target: the database judges.</summary>
    public string? Target { get; init; }

    public string? Owner { get; init; }

    public string? Name { get; init; }

    /// <summary>Unique in the queue for ever, whatever the status: makes intake idempotent.</summary>
    public string? UniqueKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init => field = Kept(value); }

    public DateTimeOffset? StartedAt { get; init => field = Kept(value); }

    public DateTimeOffset? FinishedAt { get; init => field = Kept(value); }

    /// <summary>A queued item is not handed out before this time.</summary>
    public DateTimeOffset? NotBefore { get; init => field = Kept(value); }

    public string? Error { get; init; }

    /// <summary>
    /// The door's own numbers, which it filters by. The store keeps their sums over each queue as tallies, in the same
    /// transaction, so that a statistic costs one read, whatever the number of items.
    /// </summary>
    public IReadOnlyDictionary<string, long> Facets { get; init; } = EmptyFacets;

    /// <summary>The door's own state, opaque here.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Where it was submitted: a <c>traceparent</c> of W3C; null where nobody traces.</summary>
    public string? Trace { get; init; }

    /// <summary>1 when inserted, one more with each write; 0 in a row that was never stored.</summary>
    public long Version { get; init; }

    /// <summary>When a sweep must look at a running item: its lease's expiry, if it has one.</summary>
    public DateTimeOffset? DueAt => Status == WorkStatus.Running ? LeaseExpiresAt : null;

    /// <summary>Of which failed items it is one, by its error; null of all that did not fail.</summary>
    public long? ErrorGroup => ErrorPattern.GroupOf(Status, Error);

    /// <summary>A value that no facet has: the sum of nothing.</summary>
    public static IReadOnlyDictionary<string, long> EmptyFacets { get; } = new Dictionary<string, long>();

    public QueueEntry Entry => new(Priority, Id);

    private static DateTimeOffset? Kept(DateTimeOffset? time) => time is { } known ? Kept(known) : null;

    private static DateTimeOffset Kept(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
