using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>
/// One table. Its key is its work item's id, its type is the kind "table". All its state (targets, mappings with their
/// origin, assignments) changes in one transition of one row.
/// </summary>
[Alias("switchyard.tables.table-grain")]
public interface ITableGrain : IWorkItemGrain
{
    /// <summary>
    /// Leases the table to a client. <paramref name="mode"/> says what the caller believes; null when the table's own state
    /// says otherwise (no longer waiting, no longer out, ended).
    /// </summary>
    [Alias("assign")]
    Task<WorkPackage?> AssignAsync(string client, AssignMode mode);

    /// <summary>The package without an assignment; null when there is no such table.</summary>
    [Alias("describe"), Repeatable]
    Task<WorkPackage?> DescribeAsync();

    /// <summary>
    /// Accepts a result from any client with an open assignment, also a late or a second one: the last write wins per
    /// target, each mapping keeps its origin, each body is kept.
    /// </summary>
    [Alias("store-result")]
    Task<StoreOutcome> StoreResultAsync(string client, TableResult result);

    /// <summary>Accepts a fatal error. It ends the table unless a result is there already.</summary>
    [Alias("store-error")]
    Task<StoreOutcome> StoreErrorAsync(string client, string text, RawBody body);

    /// <summary>Keeps candidate checkpoints (the newest replaces the former). False: no such table.</summary>
    [Alias("store-analysis")]
    Task<bool> StoreAnalysisAsync(RawBody body);

    /// <summary>Targets with mappings and origins, and assignments; null when there is no such table.</summary>
    [Alias("details"), Repeatable]
    Task<TableDetails?> GetDetailsAsync();

    /// <summary>The first targets that have a mapping, and how many have; null when there is no such table.</summary>
    /// <param name="limit">1 to 1,000 mappings.</param>
    [Alias("preview"), Repeatable]
    Task<TablePreview?> PreviewAsync(int limit);
}

/// <param name="Mapped">So many targets have a mapping, of <paramref name="Targets"/>.</param>
/// <param name="First">The first of those that have; what a mapping says is cut after 300 characters.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.preview")]
public sealed record TablePreview([property: Id(0)] int Mapped, [property: Id(1)] int Targets, [property: Id(2)] IReadOnlyList<Mapping> First);

[GenerateSerializer, Alias("switchyard.tables.assign-mode")]
public enum AssignMode
{
    /// <summary>The table waits in its queue.</summary>
    First = 0,

    /// <summary>The table is out with others, and this client is to have a copy, or its own again with the lease renewed.</summary>
    Copy = 1,
}

[GenerateSerializer, Immutable, Alias("switchyard.tables.details")]
public sealed record TableDetails(
    [property: Id(0)] WorkItemView Item,
    [property: Id(1)] IReadOnlyList<Mapping> Mappings,
    [property: Id(2)] IReadOnlyList<Assignment> Assignments);

/// <param name="Origin">The lease number of the assignment it came with; 0: it was in the targets file; null: not mapped.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.mapping")]
public sealed record Mapping(
    [property: Id(0)] AnnotationTask Task,
    [property: Id(1)] Annotation Annotation,
    [property: Id(2)] long? Origin);

/// <param name="ReturnedAt">Null while open.</param>
/// <param name="ResultName">The entry's name in results.zip; null when no result came.</param>
/// <param name="ErrorName">The entry's name in errors.zip; null when no error came.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.assignment")]
public sealed record Assignment(
    [property: Id(0)] long LeaseNumber,
    [property: Id(1)] string Client,
    [property: Id(2)] DateTimeOffset RequestedAt,
    [property: Id(3)] DateTimeOffset ExpiresAt,
    [property: Id(4)] DateTimeOffset? ReturnedAt,
    [property: Id(5)] string? ResultName,
    [property: Id(6)] string? ErrorName,
    [property: Id(7)] bool Held);
