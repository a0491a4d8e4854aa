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

    /// <summary>Long enough that one slow item does not make an estimate jump, and short enough to follow the day.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    private static readonly string[] Starts = ["created"];
    private static readonly string[] Ends = ["completed", "failed", "cancelled", "timedout"];
    private static readonly string[] Failures = ["failed", "timedout"];

    /// <summary>How far back it looks.</summary>
    public static TimeSpan Span => QueueRateSums.Span;

    /// <summary>Of those that ended, which failed or ran out of time.</summary>
    public PaceCounts Failed { get; init; } = new(0, 0, 0);

    /// <param name="rates">Of the last day.</param>
    internal static QueuePace Of(QueueStatus status, QueueRateSums rates, DateTimeOffset now)
    {
        var (eta, reason) = Estimate(status, rates.Points, now);
        return new(PaceCounts.Of(rates, Starts, now), PaceCounts.Of(rates, Ends, now), eta, reason) { Failed = PaceCounts.Of(rates, Failures, now) };
    }

    /// <param name="points">Of the last <see cref="Span"/>.</param>
    public static QueuePace Of(QueueStatus status, IReadOnlyList<RatePoint> points, DateTimeOffset now) =>
        Of(status, new QueueRateSums(points, new Dictionary<string, long>()), now);

    /// <summary>Whether an event of a queue's rates is an end of an item.</summary>
    public static bool IsEnd(string happened) => Ends.Contains(happened);

    private static (double? Eta, string? Reason) Estimate(QueueStatus status, IReadOnlyList<RatePoint> points, DateTimeOffset now)
    {
        if (status.Queued == 0)
        {
            return (0, null);
        }

        if (status.Pause is not null)
        {
            return (null, Paused);
        }

        var recent = points.Where(point => Ends.Contains(point.Event) && point.Minute > now - Lately).ToList();
        if (recent.Count == 0)
        {
            return (null, Idle);
        }

        // From the first of these minutes on: a queue that began to move a minute ago has not stood still for the four before.
        var since = recent.Min(point => point.Minute);
        var done = recent.Sum(point => point.Count);
        var came = points.Where(point => Starts.Contains(point.Event) && point.Minute >= since).Sum(point => point.Count);
        return came > done
            ? (null, Growing)
            : (Math.Round(status.Queued * Math.Max(1, (now - since).TotalSeconds) / done, 1), null);
    }
}

/// <summary>How many in the last minute, hour and day. Counted by minutes of the clock: those that lie in it at least in part.</summary>
public sealed record PaceCounts(long Minute, long Hour, long Day)
{
    internal static PaceCounts Of(QueueRateSums rates, IReadOnlyList<string> events, DateTimeOffset now)
    {
        var points = rates.Points.Where(point => events.Contains(point.Event)).ToList();
        return new(
            Within(TimeSpan.FromMinutes(1)),
            Within(TimeSpan.FromHours(1)),
            Within(TimeSpan.FromDays(1)) + rates.Before.Where(sum => events.Contains(sum.Key)).Sum(sum => sum.Value));

        long Within(TimeSpan span) => points.Where(point => point.Minute.AddMinutes(1) > now - span).Sum(point => point.Count);
    }
}

/// <summary>What happened in a queue in the last day: what is recent by minutes, what was before in sums.</summary>
/// <param name="Points">At least of the last hour.</param>
/// <param name="Before">By event: of the rest of the day.</param>
internal sealed record QueueRateSums(IReadOnlyList<RatePoint> Points, IReadOnlyDictionary<string, long> Before)
{
    /// <summary>How far back it looks.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1);

    /// <param name="day">Of the last <see cref="Span"/>.</param>
    /// <param name="from">Earlier ones become sums.</param>
    public static IReadOnlyDictionary<string, long> SumBefore(IReadOnlyList<RatePoint> day, DateTimeOffset from) => day
        .Where(point => point.Minute < from)
        .GroupBy(point => point.Event)
        .ToDictionary(points => points.Key, points => points.Sum(point => point.Count));
}
