namespace Switchyard.Tasks.Schedules.Rules;

/// <param name="RunAt">The time to submit for; null: none.</param>
/// <param name="Next">When it is to be looked at again; null: never.</param>
internal readonly record struct ScheduleStep(DateTimeOffset? RunAt, DateTimeOffset? Next);

/// <summary>What is to be done when a schedule's time has come. Pure.</summary>
internal static class ScheduleRule
{
    /// <summary>What is later than this was missed, whatever was there: the database, for example, was not.</summary>
    public static TimeSpan Late { get; } = TimeSpan.FromMinutes(1);

    /// <param name="due">The oldest time that was not looked at.</param>
    /// <param name="catchUp">Whether times that were missed are made up for, all together by one.</param>
    /// <param name="upSince">Since when a node was there without a break: what came before was missed.</param>
    /// <remarks>Of several times that have passed the newest counts: there is one run for all of them at most.</remarks>
    public static ScheduleStep Decide(CronTimes times, DateTimeOffset due, bool catchUp, DateTimeOffset upSince, DateTimeOffset now)
    {
        if (due > now)
        {
            return new(null, due);
        }

        var newest = times.Newest(due, now);
        var isMissed = newest < upSince || newest < now - Late;
        return new(isMissed && !catchUp ? null : newest, times.After(now));
    }
}
