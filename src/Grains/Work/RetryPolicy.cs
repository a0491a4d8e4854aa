namespace Switchyard.Work;

/// <summary>How often, and after how long, the items of a queue are tried again. No number is no bound.</summary>
public sealed record RetryPolicy
{
    /// <summary>Failures and lost leases together.</summary>
    public int? MaxAttempts { get; init; }

    public int? MaxFailures { get; init; }

    public int? MaxLostLeases { get; init; }

    /// <summary>Counted over failures and lost leases together.</summary>
    public BackOff BackOff { get; init; } = BackOff.None;

    /// <summary>What holds where nobody says otherwise: again at once, as often as it takes.</summary>
    public static RetryPolicy Endless { get; } = new();

    /// <summary>For queues that come to be with their work: 5 attempts, 1 s doubled each time up to an hour, 20 % jitter.</summary>
    public static RetryPolicy Usual { get; } = new()
    {
        MaxAttempts = 5,
        BackOff = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromHours(1), 0.2),
    };
}

/// <summary>The policies of some queues. Each door registers its own, and may change them while it runs.</summary>
public interface IRetryPolicies
{
    /// <summary>Null: the queue is not one of these.</summary>
    RetryPolicy? Find(string queue);
}
