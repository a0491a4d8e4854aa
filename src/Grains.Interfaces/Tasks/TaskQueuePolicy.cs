namespace Switchyard.Tasks;

/// <summary>What holds for the tasks of a queue. Every member has a default; stored as JSON, so old ones must load.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.policy")]
public sealed record TaskQueuePolicy
{
    /// <summary>Of a claim that does not say; 1 s to a day.</summary>
    [Id(0)] public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a task is claimed at most, however its attempts end; 1 to 1,000.</summary>
    [Id(1)] public int MaxAttempts { get; init; } = 5;

    [Id(2)] public TaskBackoff Backoff { get; init; } = new();

    /// <summary>Of an attempt; null: none.</summary>
    [Id(3)] public TimeSpan? Timeout { get; init; }

    /// <summary>Tasks of the queue under leases at a time, at most; null: no bound.</summary>
    [Id(4)] public int? Concurrency { get; init; }

    /// <summary>Tasks of one group under leases at a time, at most; null: no bound. No group is a group.</summary>
    [Id(5)] public int? GroupConcurrency { get; init; }

    /// <summary>Null: no bound.</summary>
    [Id(6)] public TaskRate? Rate { get; init; }

    [Id(7)] public TaskRetention Retention { get; init; } = new();
}

/// <param name="First">Before the second attempt.</param>
/// <param name="Factor">How much longer after each further one; 1 or more.</param>
/// <param name="Most">Never longer.</param>
/// <param name="Jitter">0 to 1: how far chance moves it, both ways.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.backoff")]
public sealed record TaskBackoff(
    [property: Id(0)] TimeSpan First, [property: Id(1)] double Factor, [property: Id(2)] TimeSpan Most, [property: Id(3)] double Jitter)
{
    /// <summary>1 s, doubled each time up to an hour, 20 % jitter.</summary>
    public TaskBackoff()
        : this(TimeSpan.FromSeconds(1), 2, TimeSpan.FromHours(1), 0.2)
    {
    }
}

/// <summary>A token bucket: full it holds <paramref name="Limit"/> tokens, a claimed task takes one.</summary>
/// <param name="Limit">1 or more.</param>
/// <param name="Per">In this time an empty bucket is full again.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.rate")]
public sealed record TaskRate([property: Id(0)] int Limit, [property: Id(1)] TimeSpan Per);

/// <summary>How long ended tasks are kept; null: for ever. The usual: completed ones 7 days, failed ones 30.</summary>
/// <param name="Completed">Of those that were completed or cancelled.</param>
/// <param name="Failed">Of those that failed or timed out: the dead letters.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.retention")]
public sealed record TaskRetention([property: Id(0)] TimeSpan? Completed, [property: Id(1)] TimeSpan? Failed)
{
    public TaskRetention()
        : this(TimeSpan.FromDays(7), TimeSpan.FromDays(30))
    {
    }
}
