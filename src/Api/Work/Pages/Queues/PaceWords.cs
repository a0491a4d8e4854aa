using System.Globalization;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Work.Pages.Queues;

/// <summary>When a queue will be done, in words, and why that cannot be said. Pure.</summary>
public static class PaceWords
{
    /// <summary>"2 h 5 min"; a dash where nothing waits.</summary>
    public static string Eta(QueueStatus status, QueuePace pace) =>
        status.Queued == 0 ? "\u2013" : pace.Eta is { } seconds ? SpanWords.Of(TimeSpan.FromSeconds(seconds)) : Reason(pace.EtaReason);

    /// <summary>The reason for which there is no time, for people.</summary>
    public static string Reason(string? reason) => reason switch
    {
        QueuePace.Paused => "never: paused",
        QueuePace.Idle => "unknown: nothing ended in 5 minutes",
        QueuePace.Growing => "never at this pace: it grows",
        _ => "unknown",
    };

    /// <summary>The last minute, hour and day: "3 / 120 / 2,400".</summary>
    public static string Rates(PaceCounts counts) => string.Create(CultureInfo.InvariantCulture, $"{counts.Minute:N0} / {counts.Hour:N0} / {counts.Day:N0}");
}
