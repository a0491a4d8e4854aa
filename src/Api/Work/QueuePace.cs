namespace Switchyard.Work;

/// <summary>How fast a queue fills and empties, and when what waits will be done. Pure.</summary>
/// <param name="In">Items that were made.</param>
/// <param name="Out">Items that ended.</param>
/// <param name="Eta">Seconds until what waits now has ended, at the pace of the last minutes; null: it cannot be said.</param>
/// <param name="EtaReason">Why there is no <paramref name="Eta"/>; null when there is one.</param>
public sealed record QueuePace(PaceCounts In, PaceCounts Out, double? Eta, string? EtaReason)
{
    /// <summary>A reason: nothing is handed out.</summary>
    public const string Paused = "paused";

    /// <summary>A reason: nothing ended in the last minutes.</summary>
    public const string Idle = "idle";

    /// <summary>A reason: more came than ended.</summary>
    public const string Growing = "growing";

    /// <summary>How far back it looks.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1);

    /// <summary>Long enough that one slow item does not make an estimate jump, and short enough to follow the day.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    /// <summary>Items that failed for good, or ran out of time.</summary>
    public PaceCounts Failed { get; init; } = new(0, 0, 0);

    private static readonly string[] Ends = ["completed", "failed", "cancelled", "timedout"];

    /// <param name="points">Of the last <see cref="Span"/>.</param>
    public static QueuePace Of(QueueStatus status, IReadOnlyList<RatePoint> points, DateTimeOffset now)
    {
        var (came, ended) = (points.Where(point => point.Event == "created").ToList(), points.Where(point => Ends.Contains(point.Event)).ToList());
        var (eta, reason) = Estimate(status, came, ended, now);
        var failed = ended.Where(point => point.Event is "failed" or "timedout").ToList();
        return new(PaceCounts.Of(came, now), PaceCounts.Of(ended, now), eta, reason) { Failed = PaceCounts.Of(failed, now) };
    }

    /// <summary>Whether an event of a queue's rates is an end of an item.</summary>
    public static bool IsEnd(string happened) => Ends.Contains(happened);

    private static (double? Eta, string? Reason) Estimate(QueueStatus status, List<RatePoint> came, List<RatePoint> ended, DateTimeOffset now)
    {
        if (status.Queued == 0)
        {
            return (0, null);
        }

        if (status.Pause is not null)
        {
            return (null, Paused);
        }

        var recent = ended.Where(point => point.Minute > now - Lately).ToList();
        if (recent.Count == 0)
        {
            return (null, Idle);
        }

        // From the first of these minutes on: a queue that began to move a minute ago has not stood still for the four before.
        var since = recent.Min(point => point.Minute);
        var (done, new_) = (recent.Sum(point => point.Count), came.Where(point => point.Minute >= since).Sum(point => point.Count));
        return new_ > done
            ? (null, Growing)
            : (Math.Round(status.Queued * Math.Max(1, (now - since).TotalSeconds) / done, 1), null);
    }
}

/// <summary>How many in the last minute, hour and day. Counted by minutes of the clock: those that lie in it at least in part.</summary>
public sealed record PaceCounts(long Minute, long Hour, long Day)
{
    public static PaceCounts Of(IReadOnlyList<RatePoint> points, DateTimeOffset now)
    {
        return new(Within(TimeSpan.FromMinutes(1)), Within(TimeSpan.FromHours(1)), Within(TimeSpan.FromDays(1)));

        long Within(TimeSpan span) => points.Where(point => point.Minute.AddMinutes(1) > now - span).Sum(point => point.Count);
    }
}
