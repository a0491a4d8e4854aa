namespace Switchyard.Client.Queues;

/// <summary>How a queue hands out its tasks; what is null is the default.</summary>
public sealed record QueuePolicy
{
    /// <summary>How long a worker has a task without a word; default 60 s, at least 1 s.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>How often a task is handed out; default 5.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>How long a task waits after a failure.</summary>
    public QueueBackoff? Backoff { get; init; }

    /// <summary>How long an attempt may take; default: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many tasks run at once; default: any number.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many tasks of one group run at once; default: any number.</summary>
    public int? GroupConcurrency { get; init; }

    /// <summary>How many tasks are handed out in a time; default: any number.</summary>
    public QueueRate? Rate { get; init; }

    /// <summary>How long ended tasks are kept; default: 7 days, and those that failed 30.</summary>
    public QueueRetention? Retention { get; init; }
}

/// <summary>The wait after a failure: first x factor^(attempt-1), up to the most, more or less by the jitter.</summary>
/// <param name="First">Default 1 s.</param>
/// <param name="Factor">Default 2.</param>
/// <param name="Most">Default an hour.</param>
/// <param name="Jitter">0 to 1; default 0.2.</param>
public sealed record QueueBackoff(TimeSpan? First = null, double? Factor = null, TimeSpan? Most = null, double? Jitter = null);

/// <summary>A token bucket.</summary>
/// <param name="Limit">So many tasks.</param>
/// <param name="Per">In this time.</param>
public sealed record QueueRate(int Limit, TimeSpan Per);

/// <summary>How long ended tasks are kept; null: the default.</summary>
/// <param name="Completed">Those that completed or were cancelled; default 7 days.</param>
/// <param name="Failed">Those that failed or timed out; default 30 days.</param>
public sealed record QueueRetention(TimeSpan? Completed = null, TimeSpan? Failed = null);
