namespace Switchyard.Tasks.Queues;

/// <summary>What holds for the tasks of a queue. In a body every member may be left out, which sets it to its default; spans may be in any form.</summary>
/// <param name="Lease">Of a claim that does not say; a second to a day.</param>
/// <param name="MaxAttempts">How often a task is claimed at most; 1 to 1,000.</param>
/// <param name="Timeout">Of an attempt; null: none.</param>
/// <param name="Concurrency">Tasks under leases at a time; null: no bound.</param>
/// <param name="GroupConcurrency">The same of one group.</param>
/// <param name="Rate">Null: no bound.</param>
internal sealed record PolicyJson(
    TimeSpan Lease,
    int MaxAttempts,
    BackoffJson Backoff,
    TimeSpan? Timeout,
    int? Concurrency,
    int? GroupConcurrency,
    RateJson? Rate,
    RetentionJson Retention)
{
    public static PolicyJson Of(TaskQueuePolicy policy) => new(
        policy.Lease,
        policy.MaxAttempts,
        new(policy.Backoff.First, policy.Backoff.Factor, policy.Backoff.Most, policy.Backoff.Jitter),
        policy.Timeout,
        policy.Concurrency,
        policy.GroupConcurrency,
        policy.Rate is { } rate ? new(rate.Limit, rate.Per) : null,
        new(policy.Retention.Completed, policy.Retention.Failed));
}

/// <param name="First">Before the second attempt.</param>
/// <param name="Factor">How much longer after each further one; 1 to 1,000.</param>
/// <param name="Most">Never longer.</param>
/// <param name="Jitter">0 to 1: how far chance moves it.</param>
internal sealed record BackoffJson(TimeSpan First, double Factor, TimeSpan Most, double Jitter);

/// <summary>A token bucket.</summary>
/// <param name="Limit">Tasks handed out within the time; 1 or more.</param>
internal sealed record RateJson(int Limit, TimeSpan Per);

/// <summary>How long ended tasks are kept; null: for ever.</summary>
internal sealed record RetentionJson(TimeSpan? Completed, TimeSpan? Failed);
