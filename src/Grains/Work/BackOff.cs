namespace Switchyard.Work;

/// <summary>How long to wait before what went wrong is tried again: longer each time.</summary>
/// <param name="First">After the first time. Zero: at once, however often.</param>
/// <param name="Factor">How much longer after each further time.</param>
/// <param name="Most">Never longer.</param>
/// <param name="Jitter">How far chance moves it, both ways, so that many do not come back together. 0 to 1.</param>
public sealed record BackOff(TimeSpan First, double Factor, TimeSpan Most, double Jitter = 0)
{
    /// <summary>At once.</summary>
    public static BackOff None { get; } = new(TimeSpan.Zero, 1, TimeSpan.Zero);

    /// <param name="times">How often it went wrong by now; from 1.</param>
    /// <param name="chance">0 to 1; one half moves nothing.</param>
    public TimeSpan After(int times, double chance = 0.5)
    {
        if (First <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        // As a number: the power of a great many times is more than a span can hold.
        var plain = Math.Min(First.TotalSeconds * Math.Pow(Factor, times - 1), Most.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Clamp(plain * (1 + (Jitter * ((2 * chance) - 1))), 0, Most.TotalSeconds));
    }
}
