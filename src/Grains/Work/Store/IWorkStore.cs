using Switchyard.Work.Audit;
using Switchyard.Work.Failures;

namespace Switchyard.Work.Store;

/// <summary>
/// The rows that are the queues. A row changes by one transition that its grain decided; what many rows have in common (their
/// intake, the renewal of a node's leases) is one call. The version of each row keeps the two honest. Nothing is acknowledged
/// before its transaction is durable.
/// </summary>
public interface IWorkStore
{
    /// <summary>Reserves ids first, first+1, ... first+count-1. They are never given again, even if never used.</summary>
    Task<long> ReserveIdsAsync(int count, CancellationToken cancellationToken = default);

    // ---- one item -------------------------------------------------------------------------------------------------

    /// <summary>The row, or null. Reads that wait together are one round trip.</summary>
    Task<WorkRow?> ReadAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>
    /// The row, or null, and those of the named parts that exist, in one look. The parts are never older than the row: what is
    /// decided on both can be written on condition of the row's version.
    /// </summary>
    Task<StoredItem> ReadWithPartsAsync(long id, IReadOnlyList<string> parts, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores one transition. Writes that wait together are one transaction; each is judged alone, and one that fails
    /// does not fail its neighbours. Tallies, rates and workers change with it.
    /// </summary>
    Task<WriteOutcome> WriteAsync(WorkWrite write, CancellationToken cancellationToken = default);

    /// <summary>Removes the item and all that is kept with it; answers the ids of blobs that are nobody's now.</summary>
    Task<IReadOnlyList<string>> DeleteAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes an item that has ended, with all that is kept with it, also in its doors' tables. A conflict while it has not
    /// ended; unknown when there is none of the kind.
    /// </summary>
    Task<EndedRemoval> DeleteEndedAsync(string kind, long id, CancellationToken cancellationToken = default);

    /// <param name="act">Whose act it is, for the record, which says what the item was; null: nobody's.</param>
    /// <inheritdoc cref="DeleteEndedAsync(string, long, CancellationToken)"/>
    Task<EndedRemoval> DeleteEndedAsync(string kind, long id, AuditEntry? act, CancellationToken cancellationToken = default);

    /// <summary>The named parts that exist. Names not found are left out. Gathered with other reads, as <see cref="ReadAsync"/>.</summary>
    Task<IReadOnlyDictionary<string, byte[]>> ReadPartsAsync(
        long id, IReadOnlyList<string> names, CancellationToken cancellationToken = default);

    // ---- many items -----------------------------------------------------------------------------------------------

    /// <summary>Inserts rows in bulk; those whose id or unique key is there already are left alone. Answers the ids stored.</summary>
    Task<IReadOnlyList<long>> InsertAsync(IReadOnlyList<WorkWrite> writes, CancellationToken cancellationToken = default);

    /// <summary>Extends leases that are still the newest of their running items. One outcome per lease, in order.</summary>
    Task<IReadOnlyList<ActOutcome>> RenewAsync(
        IReadOnlyList<LeaseRef> leases, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken = default);

    // ---- what sweeps and windows read, by partial index ------------------------------------------------------------

    /// <summary>The next queued and ready items after a place, in order (priority, id).</summary>
    Task<IReadOnlyList<QueueEntry>> ReadQueuedAsync(
        string queue, QueueEntry? after, int limit, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Running items of the queue whose lease has run out, longest ago first.</summary>
    Task<IReadOnlyList<DueItem>> ReadDueAsync(
        string queue, DateTimeOffset now, int limit, CancellationToken cancellationToken = default);

    /// <summary>Running items of the queue by id, with their bodies.</summary>
    Task<IReadOnlyList<WorkRow>> ReadRunningAsync(
        string queue, long afterId, int limit, CancellationToken cancellationToken = default);

    /// <summary>When the queued item that waits longest was created, of the first thousand by id; null when none waits.</summary>
    Task<DateTimeOffset?> ReadOldestQueuedAsync(string queue, CancellationToken cancellationToken = default);

    // ---- lists ----------------------------------------------------------------------------------------------------

    /// <summary>Rows by id, without their bodies unless <see cref="WorkQuery.WithBodies"/>.</summary>
    Task<IReadOnlyList<WorkRow>> ListAsync(WorkQuery query, CancellationToken cancellationToken = default);

    /// <summary>How many rows match, and only the facet conditions may make it read more rows than it counts.</summary>
    Task<long> CountAsync(WorkQuery query, CancellationToken cancellationToken = default);

    /// <summary>What failed or timed out and was not tried again, summed by its error: off an index of what failed, which it reads as far as the conditions go.</summary>
    Task<FailureSums> SumFailuresAsync(FailureSumQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives failed rows of an earlier release the groups of their errors, at most <paramref name="limit"/>. Answers how many it looked at: fewer when there are no more.
    /// </summary>
    Task<int> SortFailuresAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>The id of the item with a unique key in a queue, or null.</summary>
    Task<long?> FindAsync(string queue, string uniqueKey, CancellationToken cancellationToken = default);

    /// <summary>Which of these unique keys are in the queue already, with their ids.</summary>
    Task<IReadOnlyDictionary<string, long>> FindManyAsync(
        string queue, IReadOnlyList<string> uniqueKeys, CancellationToken cancellationToken = default);

    /// <summary>How the item's leases ended, by lease number.</summary>
    Task<IReadOnlyList<AttemptView>> ReadAttemptsAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Artifacts of a role in a queue after a place, in order of arrival, without their inline bytes when asked so.</summary>
    Task<IReadOnlyList<StoredArtifact>> ReadArtifactsAsync(
        string queue, string role, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>The artifacts of one item, in order of arrival.</summary>
    Task<IReadOnlyList<StoredArtifact>> ReadItemArtifactsAsync(
        long id, string role, CancellationToken cancellationToken = default);

    /// <summary>Which of these blobs are an artifact's, by index. Gathered in pieces: any number may be asked for.</summary>
    Task<IReadOnlySet<string>> FindArtifactBlobsAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken = default);

    /// <summary>A record's data, or null. Gathered with other reads, as <see cref="ReadAsync"/>.</summary>
    Task<byte[]?> ReadRecordAsync(string space, string key, CancellationToken cancellationToken = default);

    /// <summary>Records of a space after a place, in the order in which their keys were first put.</summary>
    Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(
        string space, long after, int limit, CancellationToken cancellationToken = default);

    // ---- numbers --------------------------------------------------------------------------------------------------

    /// <summary>
    /// The queue's tallies: "status.queued", "status.running", ... = items in that status; "facet.X" = sum of facet X; "removed" = items
    /// that were there once.
    /// One small read, whatever the number of items.
    /// </summary>
    Task<IReadOnlyDictionary<string, long>> ReadTalliesAsync(string queue, CancellationToken cancellationToken = default);

    /// <summary>Events per minute, oldest first.</summary>
    Task<IReadOnlyList<RatePoint>> ReadRatesAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken = default);

    /// <summary>Workers by last sign of life, newest first.</summary>
    Task<IReadOnlyList<WorkerView>> ReadWorkersAsync(string queue, int limit, CancellationToken cancellationToken = default);

    /// <summary>How many workers were seen since a time, by index on the time.</summary>
    Task<long> CountWorkersAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken = default);

    /// <summary>All queues that have tallies.</summary>
    Task<IReadOnlyList<string>> ReadQueuesAsync(CancellationToken cancellationToken = default);

    // ---- retention ------------------------------------------------------------------------------------------------

    /// <summary>Removes terminal items that finished before a time, at most <paramref name="limit"/>; answers orphaned blobs and the count.</summary>
    Task<Removed> DeleteFinishedAsync(
        string queue, DateTimeOffset before, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Blobs that committed writes and removals took from their items and that are still to be deleted, by id. Whoever deletes
    /// one asks first whether anything names it.
    /// </summary>
    /// <param name="after">The last one of the page before; empty: from the first.</param>
    Task<IReadOnlyList<string>> ReadSpentBlobsAsync(string after, int limit, CancellationToken cancellationToken = default);

    /// <summary>They are deleted, or needed after all. May be repeated.</summary>
    Task ForgetSpentBlobsAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken = default);

    /// <summary>Completes when this process has taken blobs away since the last call. For one caller.</summary>
    ValueTask<bool> WaitForSpentBlobsAsync(CancellationToken cancellationToken);

    /// <summary>Has the database look at what it holds, for the plans of its queries: after many rows came at once, and now and then.</summary>
    Task AnalyzeAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes rate points and workers (that hold nothing) older than a time.</summary>
    Task TrimAsync(DateTimeOffset before, CancellationToken cancellationToken = default);
}

/// <param name="Row">Null: there is no such item.</param>
public readonly record struct StoredItem(WorkRow? Row, IReadOnlyDictionary<string, byte[]> Parts);

/// <summary>Names one lease: the item and its fencing token.</summary>
public readonly record struct LeaseRef(long ItemId, long LeaseNumber);

/// <summary>A running item whose lease has run out.</summary>
public readonly record struct DueItem(long Id, string Kind, long LeaseNumber);

/// <param name="Sequence">Grows with arrival; the place to go on from.</param>
/// <param name="ItemName">The name of the item it belongs to.</param>
public sealed record StoredArtifact(long Sequence, long ItemId, string? ItemName, WorkArtifact Artifact)
{
    /// <summary>Of the item; null when there is none.</summary>
    public WorkStatus? ItemStatus { get; init; }

    /// <summary>When the item ended; null while it has not.</summary>
    public DateTimeOffset? ItemFinishedAt { get; init; }
}

/// <param name="Sequence">Grows with each new key; the place to go on from.</param>
public sealed record StoredRecord(long Sequence, string Key, byte[] Data);

/// <param name="Blobs">Those that are nobody's now.</param>
public sealed record EndedRemoval(ActOutcome Outcome, IReadOnlyList<string> Blobs);

public sealed record Removed(int Items, IReadOnlyList<string> Blobs);

/// <summary>All conditions must hold; null means any.</summary>
public sealed record WorkQuery
{
    public string? Kind { get; init; }

    /// <summary>All kinds that there are, where the indexes want one and nobody asked for one.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    public string? Queue { get; init; }

    /// <summary>Any of these.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>Whether it would be found by an index if it were of one kind: by status or target, and nothing else that has one.</summary>
    public bool WantsKinds => Statuses is not { Count: 0 } && (Statuses is not null || Target is not null) && (Kind ?? Queue ?? Owner ?? (object?)Queues ?? LargestFacet) is null;

    public IReadOnlyList<WorkStatus>? Statuses { get; init; }

    /// <summary>By index together with <see cref="Kind"/>.</summary>
    public string? Target { get; init; }

    public string? NamePrefix { get; init; }

    public string? Owner { get; init; }

    /// <summary>Contained in the name, ignoring case.</summary>
    public string? NameContains { get; init; }

    /// <summary>Contained in the error, ignoring case.</summary>
    public string? ErrorContains { get; init; }

    /// <summary>Who holds, or held, the newest lease.</summary>
    public string? Worker { get; init; }

    /// <summary>Rows have none: only items of lanes do.</summary>
    public string? Tag { get; init; }

    public DateTimeOffset? CreatedAfter { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only these.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Only ids before this one, in either direction.</summary>
    public long? Before { get; init; }

    public IReadOnlyList<FacetCondition> Facets { get; init; } = [];

    /// <summary>Only ids after this one (before it when <see cref="Descending"/>).</summary>
    public long? After { get; init; }

    public bool Descending { get; init; }

    /// <summary>Order by this facet, largest first, then by id; excludes <see cref="After"/>.</summary>
    public string? LargestFacet { get; init; }

    /// <summary>Whether the rows come with their bodies.</summary>
    public bool WithBodies { get; init; }

    /// <summary>1 to 10,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <param name="Name">A lower-case letter, then letters and digits: checked, since it becomes part of the statement.</param>
/// <param name="Comparison">How the item's facet (0 when it has none) compares to the value.</param>
public sealed record FacetCondition(string Name, FacetComparison Comparison, long Value);

public enum FacetComparison
{
    Equal,
    Greater,
    Less,
}
