using System.Text.Json.Serialization;

namespace Switchyard.Work;

/// <summary>One queue, as <c>GET /api/v1/queues/{queue}</c> shows it.</summary>
/// <param name="Pause">Who paused the queue, when and why; null when it is open.</param>
/// <param name="Policy">What holds for it, where that can be set; left out where it cannot.</param>
internal sealed record QueueDetails(
    string Queue,
    long Queued,
    long Running,
    IReadOnlyDictionary<string, long> Totals,
    DateTimeOffset? OldestQueuedAt,
    QueuePause? Pause,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Policy)
{
    public static QueueDetails Of(QueueStatus status, object? policy) =>
        new(status.Queue, status.Queued, status.Running, status.Totals, status.OldestQueuedAt, status.Pause, policy);
}
