namespace Switchyard.Tables.Rules;

/// <summary>Estimates over a campaign.</summary>
public static class Statistics
{
    /// <summary>The mean of a sum of milliseconds; null when nothing was counted.</summary>
    public static TimeSpan? Mean(long milliseconds, long count) =>
        count <= 0 ? null : TimeSpan.FromMilliseconds((double)milliseconds / count);

    /// <summary>
    /// How long until every table is returned, if each client of the last 15 minutes goes on taking one table at a time and
    /// <paramref name="mean"/> for each. Null when there is no mean yet or nothing left; at most <see cref="TimeSpan.MaxValue"/>.
    /// </summary>
    public static TimeSpan? Remaining(TimeSpan? mean, long unfinished, long clientsOfLastQuarter)
    {
        if (mean is not { } each || unfinished <= 0)
        {
            return null;
        }

        var ticks = (double)each.Ticks * unfinished / Math.Max(1, clientsOfLastQuarter);
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)ticks);
    }
}
