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
        _ when pause is not null => WhyPaused(pause),
        { NotBefore: { } start } when start > now => WhyNotBefore(start, row.Error),
        _ => null,
    };

    /// <summary>Why an item waits that workers fetch.</summary>
    /// <param name="workers">How many have been heard of lately.</param>
    public static WaitingView WhyWaits(WorkRow row, QueuePlace place, long workers, DateTimeOffset now) =>
        WhyHeld(row, place.Pause, now)
        ?? (workers == 0 && !(now - place.AskedAt <= Lately)
            ? NobodyYet
            : WhyBehind(row.Queue, place.Before, place.IsAtLeast));

    public static WaitingView NobodyYet { get; } = new(WaitingCodes.NoWorker, "no worker has taken it yet");

    public static WaitingView WhyPaused(QueuePause pause) => new(WaitingCodes.QueuePaused, $"the queue is paused by {pause.By}: {pause.Reason}");

    /// <param name="error">An item that was given back says why.</param>
    public static WaitingView WhyNotBefore(DateTimeOffset start, string? error) =>
        new(WaitingCodes.NotBefore, $"not before {Instant(start)}" + (error is { Length: > 0 } ? $"; its last attempt: {error}" : ""));

    /// <param name="isAtLeast">There may be more before it.</param>
    public static WaitingView WhyBehind(string queue, int before, bool isAtLeast) => new(
        WaitingCodes.Behind,
        $"position {(isAtLeast ? "after " : "")}{(before + (isAtLeast ? 0 : 1)).ToString("N0", CultureInfo.InvariantCulture)} in queue {queue}");

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
