namespace Switchyard.Tasks;

/// <summary>Bounds of what comes in.</summary>
public static class TaskLimits
{
    /// <summary>Of a payload and of a result, each, in bytes of UTF-8 without white space.</summary>
    public const int Json = 1024 * 1024;

    /// <summary>Tasks of one array, and acts of one batch.</summary>
    public const int Batch = 10_000;

    /// <summary>Items of one claim.</summary>
    public const int Claim = 1000;

    /// <summary>A claim stops before its payloads are more bytes than this; it has at least one item.</summary>
    public const int ClaimBytes = 16 * 1024 * 1024;

    /// <summary>Priorities are from minus this to this, higher first.</summary>
    public const int Priority = 100;

    /// <summary>Of a task's name, in characters.</summary>
    public const int Name = 500;

    /// <summary>Of a unique key and of a group's, each, in characters.</summary>
    public const int Key = 200;

    /// <summary>Of one tag, in characters.</summary>
    public const int Tag = 100;

    /// <summary>Tags of one task.</summary>
    public const int Tags = 20;

    /// <summary>Of a worker's name, in characters.</summary>
    public const int Worker = 200;

    /// <summary>Of what a worker says went wrong, in characters; the rest is cut off.</summary>
    public const int Error = 10_000;

    /// <summary>Of what one renewal adds to a task's log, in characters; the rest is cut off.</summary>
    public const int Log = 64 * 1024;

    /// <summary>Attempts of a task, at most.</summary>
    public const int Attempts = 1000;

    /// <summary>Schedules of a cluster.</summary>
    public const int Schedules = 10_000;

    /// <summary>Of a cron expression, in characters.</summary>
    public const int Cron = 200;

    /// <summary>The shortest lease.</summary>
    public static TimeSpan ShortestLease { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest lease.</summary>
    public static TimeSpan LongestLease { get; } = TimeSpan.FromDays(1);

    /// <summary>The shortest time of an attempt, and of a bucket to fill.</summary>
    public static TimeSpan ShortestTime { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest of all other spans.</summary>
    public static TimeSpan LongestSpan { get; } = TimeSpan.FromDays(36_500);

    /// <summary>The longest time that a claim, or a look at one task, is held.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(20);
}
