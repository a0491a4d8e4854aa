using Switchyard.Work.Audit;

namespace Switchyard.Work;

/// <summary>
/// One transition of one item, with everything that must happen with it or not at all.
/// </summary>
/// <param name="Old">The row as loaded, null to insert. The write fails unless the stored version is still this one's.</param>
/// <param name="New">The row to store; its <see cref="WorkRow.Version"/> is ignored.</param>
public sealed record WorkWrite(WorkRow? Old, WorkRow New)
{
    /// <summary>Leases that ended with this transition.</summary>
    public IReadOnlyList<AttemptView> Ended { get; init; } = [];

    /// <summary>Large pieces of the item's state, put in whole (replacing).</summary>
    public IReadOnlyList<WorkPart> Parts { get; init; } = [];

    /// <summary>Bodies to keep with the item.</summary>
    public IReadOnlyList<WorkArtifact> Artifacts { get; init; } = [];

    /// <summary>Blobs that the item has no longer: its artifacts of these are taken away, and the blobs are deleted after the commit.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Facts of the door's that the transition makes true beside the item.</summary>
    public IReadOnlyList<WorkRecord> Records { get; init; } = [];

    /// <summary>What happened to workers.</summary>
    public IReadOnlyList<WorkerChange> Workers { get; init; } = [];

    /// <summary>Whose act it is, for the record; null: nobody's.</summary>
    public AuditEntry? Act { get; init; }
}

/// <summary>A piece of an item's state that is too large to be rewritten with every transition.</summary>
public sealed record WorkPart(string Name, byte[] Data);

/// <summary>A body that came from outside or goes there: kept complete, listed by role in order of arrival.</summary>
/// <param name="Role">The door's word ("result", "error").</param>
/// <param name="Inline">The bytes when small, else null.</param>
/// <param name="BlobId">The blob when large, else null.</param>
/// <param name="Length">Bytes of the content.</param>
public sealed record WorkArtifact(
    string Role,
    string Name,
    long LeaseNumber,
    DateTimeOffset CreatedAt,
    byte[]? Inline,
    string? BlobId,
    long Length);

/// <summary>
/// A small fact that is no work item, in the same transaction as one: the state of what the item is about, a link to it. Put
/// whole; the last one stands.
/// </summary>
/// <param name="Space">The door's word for what it is; at most 1,000 characters.</param>
/// <param name="Key">Unique in the space; at most 1,000 characters.</param>
public sealed record WorkRecord(string Space, string Key, byte[] Data);

/// <summary>Changes to what is known of a worker of a queue.</summary>
public sealed record WorkerChange(
    string Owner,
    DateTimeOffset SeenAt,
    int Held = 0,
    int Completed = 0,
    int Failed = 0,
    int Expired = 0);

/// <summary>What became of a write.</summary>
public enum WriteOutcome
{
    /// <summary>Durable.</summary>
    Committed,

    /// <summary>The stored version is another one, or the row to insert (or its unique key) exists. Nothing changed.</summary>
    VersionMismatch,

    /// <summary>Another active item of the kind has this target. Nothing changed.</summary>
    TargetTaken,
}
