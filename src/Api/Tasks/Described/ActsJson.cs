using System.Text.Json.Nodes;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tasks.Described;

/// <param name="Items">Up to 10,000.</param>
/// <param name="Lease">A span from a second to a day, from now. Default: as long as the claim asked for.</param>
internal sealed record RenewalsRequest(IReadOnlyList<RenewalRequest> Items, [property: Span] string? Lease);

/// <param name="Progress">0 to 1.</param>
/// <param name="Log">Text to add to the task's log.</param>
internal sealed record RenewalRequest(long Id, long LeaseNumber, double? Progress, string? Log);

/// <param name="Items">Up to 10,000.</param>
internal sealed record CompletionsRequest(IReadOnlyList<CompletionRequest> Items);

/// <param name="Result">Any JSON, up to 1 MiB and 256 levels; given back as it came.</param>
internal sealed record CompletionRequest(long Id, long LeaseNumber, JsonNode? Result);

/// <param name="Items">Up to 10,000.</param>
internal sealed record FailuresRequest(IReadOnlyList<FailureRequest> Items);

/// <param name="Error">Why, for people.</param>
/// <param name="Retry">False: it has failed for good. Default: true.</param>
/// <param name="RetryAfter">A span, instead of the queue's back-off.</param>
internal sealed record FailureRequest(long Id, long LeaseNumber, string Error, bool? Retry, [property: Span] string? RetryAfter);

/// <summary>One answer for each act, in order.</summary>
internal sealed record ActsJson<T>(IReadOnlyList<T> Items);

/// <param name="LeaseExpiresAt">Null unless the lease is held.</param>
internal sealed record RenewedJson(long Id, TaskOutcome Outcome, DateTimeOffset? LeaseExpiresAt);

internal sealed record CompletedJson(long Id, TaskOutcome Outcome);

/// <param name="Status">Of the task after it: queued, or failed.</param>
/// <param name="NotBefore">When it is tried again.</param>
internal sealed record TaskFailedJson(long Id, TaskOutcome Outcome, WorkStatus? Status, DateTimeOffset? NotBefore);
