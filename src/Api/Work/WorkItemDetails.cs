using Switchyard.Compute;

namespace Switchyard.Work;

/// <summary>One work item with its history, as <c>GET /api/v1/work/{id}</c> shows it.</summary>
/// <param name="LeaseNumber">The fencing token of the newest lease; 0 before the first.</param>
/// <param name="Waiting">Why the item waits; null when it does not.</param>
/// <param name="Source">The compute source the item was placed on; null until then, and for work that clients fetch.</param>
/// <param name="ExitCode">Of the process that ran the item; null when none did.</param>
/// <param name="Log">The process's output, or what workers wrote; null when there is none.</param>
/// <param name="Attempts">How earlier leases ended, oldest first.</param>
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
    IReadOnlyList<AttemptView> Attempts)
{
    /// <param name="run">Null for work that clients fetch.</param>
    internal static WorkItemDetails Of(WorkItemView item, WaitingView? waiting, SourceRun? run, IReadOnlyList<AttemptView> attempts) => new(
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
        attempts);
}
