using System.Text.Json.Serialization;

namespace Switchyard.Work;

/// <summary>One queue, as <c>GET /api/v1/queues/{queue}</c> shows it.</summary>
/// <param name="Pause">Who paused the queue, when and why; null when it is open.</param>
/// <param name="Rates">How many came and ended in the last minute, hour and day.</param>
/// <param name="Eta">Seconds until what waits now has ended, at the pace of the last five minutes; null: it cannot be said.</param>
/// <param name="EtaReason">Why there is no ETA: <c>paused</c>, <c>idle</c> (nothing ended in the last five minutes), <c>growing</c> (more came than ended).</param>
/// <param name="Policy">What holds for it, where that can be set; left out where it cannot.</param>
internal sealed record QueueDetails(
    string Queue,
    long Queued,
    long Running,
    IReadOnlyDictionary<string, long> Totals,
    DateTimeOffset? OldestQueuedAt,
    QueuePause? Pause,
    QueueRates Rates,
    double? Eta,
    string? EtaReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Policy)
{
    public static QueueDetails Of(QueueStatus status, QueuePace pace, object? policy) => new(
        status.Queue,
        status.Queued,
        status.Running,
        status.Totals,
        status.OldestQueuedAt,
        status.Pause,
        new(pace.In, pace.Out),
        pace.Eta,
        pace.EtaReason,
        policy);
}

/// <param name="In">Items that were made.</param>
/// <param name="Out">Items that ended.</param>
internal sealed record QueueRates(PaceCounts In, PaceCounts Out);
