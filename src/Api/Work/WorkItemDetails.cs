using Switchyard.Compute;

namespace Switchyard.Work;

/// <summary>One work item with its history, as <c>GET /api/v1/work/{id}</c> shows it.</summary>
/// <param name="LeaseNumber">The fencing token of the newest lease; 0 before the first.</param>
/// <param name="Waiting">Why the item waits; null when it does not.</param>
/// <param name="Source">The compute source the item was placed on; null until then, and for work that clients fetch.</param>
/// <param name="ExitCode">Of the process that ran the item; null when none did.</param>
/// <param name="Log">The process's output, or what workers wrote; null when there is none.</param>
/// <param name="Attempts">How earlier leases ended, oldest first: who had them, when, and the error.</param>
/// <param name="Progress">0 to 1, of the attempt that runs; null when nothing was said.</param>
/// <param name="Result">Where the result is, once it has completed; null when there is none.</param>
/// <param name="Links">Where there is more of it.</param>
public sealed record WorkItemDetails(
    long Id,
    string Kind,
    string Queue,
    int Priority,
    WorkStatus Status,
    int Attempt,
    long LeaseNumber,
    string? LeaseOwner,
    DateTimeOffset? LeaseExpiresAt,
    string? Target,
    string? Owner,
    string? Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? NotBefore,
    WaitingView? Waiting,
    string? Error,
    IReadOnlyDictionary<string, long> Facets,
    string? Source,
    int? ExitCode,
    string? Log,
    IReadOnlyList<AttemptView> Attempts,
    double? Progress,
    string? Result,
    ItemLinks Links)
{
    /// <param name="run">Null for work that clients fetch.</param>
    /// <param name="door">Null: its door shows it nowhere.</param>
    internal static WorkItemDetails Of(
        WorkItemView item, WaitingView? waiting, SourceRun? run, IReadOnlyList<AttemptView> attempts, ItemRoutes? door) => new(
        item.Id,
        item.Kind,
        item.Queue,
        item.Priority,
        item.Status,
        item.Attempt,
        item.LeaseNumber,
        item.LeaseOwner,
        item.LeaseExpiresAt,
        item.Target,
        item.Owner,
        item.Name,
        item.CreatedAt,
        item.StartedAt,
        item.FinishedAt,
        item.NotBefore,
        waiting,
        item.Error,
        item.Facets,
        run?.Source,
        run?.ExitCode,
        run is null ? item.Log : run.Log,
        attempts,
        item.Progress,
        item.Status == WorkStatus.Completed ? door?.Result?.Invoke(item) : null,
        ItemLinks.Of(item, door));
}
