using System.Text.Json.Serialization;

namespace Switchyard.Work;

/// <summary>One queue, as <c>GET /api/v1/queues</c> and <c>GET /api/v1/queues/{queue}</c> show it.</summary>
/// <param name="Queued">How many items wait.</param>
/// <param name="Running">How many items are under a lease.</param>
/// <param name="OldestQueuedAt">When the item that waits longest was made; null when none waits.</param>
/// <param name="Pause">Who paused the queue, when and why; null when it is open.</param>
/// <param name="Rates">How many came, ended and failed in the last minute, hour and day.</param>
/// <param name="Eta">Seconds until what waits now has ended, at the pace of the last five minutes; null: it cannot be said.</param>
/// <param name="EtaReason">Why there is no ETA: <c>paused</c>, <c>idle</c> (nothing ended in the last five minutes), <c>growing</c> (more came than ended).</param>
/// <param name="Workers">Who holds something of it, or asked for something in the last five minutes; a thousand at most.</param>
/// <param name="Policy">What holds for it, where that can be set; left out where it cannot, and in lists.</param>
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
    int Workers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Policy)
{
    public static QueueDetails Of(QueueNumbers numbers, object? policy)
    {
        var (status, pace) = (numbers.Status, numbers.Pace);
        return new(
            status.Queue,
            status.Queued,
            status.Running,
            status.Totals,
            status.OldestQueuedAt,
            status.Pause,
            new(pace.In, pace.Out, pace.Failed),
            pace.Eta,
            pace.EtaReason,
            numbers.Workers,
            policy);
    }
}

/// <param name="In">Items that were made.</param>
/// <param name="Out">Items that ended.</param>
/// <param name="Failed">Of those that ended, which failed or ran out of time.</param>
internal sealed record QueueRates(PaceCounts In, PaceCounts Out, PaceCounts Failed);
