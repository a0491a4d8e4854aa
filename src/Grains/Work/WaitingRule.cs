using System.Globalization;

namespace Switchyard.Work;

/// <summary>Why an item waits, from what is known of it and its queue. Pure.</summary>
internal static class WaitingRule
{
    /// <summary>Whoever asked for work within this time is there.</summary>
    public static TimeSpan Lately { get; } = TimeSpan.FromMinutes(15);

    /// <summary>What keeps an item in its queue, whoever may take it; null when nothing does.</summary>
    public static WaitingView? WhyHeld(WorkRow row, QueuePause? pause, DateTimeOffset now) => row switch
    {
        _ when pause is not null => new(WaitingCodes.QueuePaused, $"the queue is paused by {pause.By}: {pause.Reason}"),
        { NotBefore: { } start } when start > now => new(WaitingCodes.NotBefore, $"not before {Instant(start)}{After(row)}"),
        _ => null,
    };

    /// <summary>Why an item waits that workers fetch.</summary>
    /// <param name="workers">How many have been heard of lately.</param>
    public static WaitingView WhyWaits(WorkRow row, QueuePlace place, long workers, DateTimeOffset now) =>
        WhyHeld(row, place.Pause, now)
        ?? (workers == 0 && !(now - place.AskedAt <= Lately)
            ? new(WaitingCodes.NoWorker, "no worker has taken it yet")
            : new(WaitingCodes.Behind, $"position {Position(place)} in queue {row.Queue}"));

    private static string Position(QueuePlace place) =>
        (place.IsAtLeast ? "after " : "") + (place.Before + (place.IsAtLeast ? 0 : 1)).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An item that was given back says why.</summary>
    private static string After(WorkRow row) => row.Error is { Length: > 0 } error ? $"; its last attempt: {error}" : "";

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
