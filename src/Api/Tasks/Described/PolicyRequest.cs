using Switchyard.Hosting;

namespace Switchyard.Tasks.Described;

/// <summary>A policy that is set; what is left out is set to its default.</summary>
/// <param name="Lease">Of a claim that does not say; a second to a day. Default: 60 s.</param>
/// <param name="MaxAttempts">How often a task is claimed at most; 1 to 1,000. Default: 5.</param>
/// <param name="Timeout">Of an attempt. Default: none.</param>
/// <param name="Concurrency">Tasks under leases at a time. Default: no bound.</param>
/// <param name="GroupConcurrency">The same of one group.</param>
/// <param name="Rate">How many are handed out in a time. Default: no bound.</param>
/// <param name="Retention">How long ended tasks are kept.</param>
internal sealed record PolicyRequest(
    [property: Span] string? Lease = null,
    int? MaxAttempts = null,
    BackoffRequest? Backoff = null,
    [property: Span] string? Timeout = null,
    int? Concurrency = null,
    int? GroupConcurrency = null,
    RateRequest? Rate = null,
    RetentionRequest? Retention = null);

/// <param name="First">Before the second attempt. Default: 1 s.</param>
/// <param name="Factor">How much longer after each further one; 1 to 1,000. Default: 2.</param>
/// <param name="Most">Never longer. Default: an hour.</param>
/// <param name="Jitter">0 to 1: how far chance moves it. Default: 0.2.</param>
internal sealed record BackoffRequest([property: Span] string? First, double? Factor, [property: Span] string? Most, double? Jitter);

/// <param name="Limit">Tasks handed out within the time; 1 or more.</param>
/// <param name="Per">Default: a second.</param>
internal sealed record RateRequest(int Limit, [property: Span] string? Per);

/// <param name="Completed">Null: for ever. Default: 7 days.</param>
/// <param name="Failed">Null: for ever. Default: 30 days.</param>
internal sealed record RetentionRequest([property: Span] string? Completed, [property: Span] string? Failed);
