using System.Text.Json.Nodes;
using Switchyard.Work;

namespace Switchyard.Tasks.Described;

/// <summary>A task as clients see it.</summary>
/// <param name="Existing">True: it was there, and has the unique key that was sent.</param>
/// <param name="Attempt">How often it has been claimed.</param>
/// <param name="Waiting">Why it waits; only while it is queued.</param>
/// <param name="Progress">0 to 1, of the attempt that runs.</param>
/// <param name="LeaseNumber">Of the newest lease; 0 before the first.</param>
/// <param name="Worker">Who holds, or held, the newest lease.</param>
/// <param name="Log">What workers wrote, all attempts.</param>
internal sealed record TaskJson(
    long Id,
    bool? Existing,
    string Queue,
    WorkStatus Status,
    int Attempt,
    JsonNode? Payload,
    JsonNode? Result,
    string? Error,
    double? Progress,
    WaitingView? Waiting,
    string? Name,
    int Priority,
    string? GroupKey,
    IReadOnlyList<string> Tags,
    string? UniqueKey,
    string? Owner,
    long LeaseNumber,
    string? Worker,
    DateTimeOffset? LeaseExpiresAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Deadline,
    int? MaxAttempts,
    TimeSpan? Timeout,
    string? Log,
    TraceJson? Trace);

/// <param name="Next">For <c>after</c>: the page behind this one; null when there is none.</param>
internal sealed record TaskPageJson(IReadOnlyList<TaskJson> Items, string? Next);
