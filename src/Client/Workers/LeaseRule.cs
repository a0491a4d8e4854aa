namespace Switchyard.Client.Workers;

/// <summary>When leases are renewed, and when they are given up. Times are those of a clock that only goes on.</summary>
internal static class LeaseRule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>A third leaves time for two more tries.</summary>
    public static TimeSpan RenewAt(TimeSpan since, TimeSpan lease) => since + (lease / 3);

    /// <summary>From then on another worker may have the task, by a clock that is a little faster.</summary>
    public static TimeSpan LostAt(TimeSpan since, TimeSpan lease) => since + (lease * 0.9);

    /// <summary>How long a lease is that has just been given.</summary>
    /// <param name="asked">What the claim asked for; null: nothing, and the queue's policy said it.</param>
    /// <param name="expiresAt">By the node's clock.</param>
    /// <param name="now">The node's clock in whole seconds, so up to about a second old; null: unknown.</param>
    /// <param name="ours">This machine's clock, which may be wrong.</param>
    public static TimeSpan Length(TimeSpan? asked, DateTimeOffset expiresAt, DateTimeOffset? now, DateTimeOffset ours)
    {
        var length = asked ?? expiresAt - (now + Shortest ?? ours);
        return length < Shortest ? Shortest : length > Longest ? Longest : length;
    }
}
