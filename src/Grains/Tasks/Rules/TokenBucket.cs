namespace Switchyard.Tasks.Rules;

/// <summary>A bucket of tokens at a time. Pure.</summary>
/// <param name="Tokens">0 to the limit.</param>
internal readonly record struct TokenBucket(double Tokens, DateTimeOffset At)
{
    // A span has whole ticks: without it, a token would be there a tick after its time.
    private const double Tiny = 1e-6;

    public static TokenBucket Full(TaskRate rate, DateTimeOffset now) => new(rate.Limit, now);

    /// <summary>The same bucket later. A clock that goes back changes nothing.</summary>
    public TokenBucket Refill(TaskRate rate, DateTimeOffset now) => now <= At
        ? this with { Tokens = Math.Min(rate.Limit, Tokens) }
        : new(Math.Min(rate.Limit, Tokens + ((now - At) / rate.Per * rate.Limit)), now);

    /// <summary>Whole tokens that are there.</summary>
    public int Available => (int)(Tokens + Tiny);

    /// <summary>Takes tokens, or puts some back (negative).</summary>
    public TokenBucket Take(int count) => this with { Tokens = Math.Max(0, Tokens - count) };

    /// <summary>When there is one.</summary>
    public DateTimeOffset NextAt(TaskRate rate) =>
        Available > 0 ? At : At + TimeSpan.FromTicks((long)Math.Ceiling((1 - Tokens) / rate.Limit * rate.Per.Ticks));
}
