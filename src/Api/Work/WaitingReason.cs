using System.Globalization;

namespace Switchyard.Work;

/// <summary>Says why an item waits, in a few words.</summary>
internal static class WaitingReason
{
    /// <param name="pause">Of the item's queue; null while it is open.</param>
    /// <param name="otherwise">What it waits for when nothing keeps it.</param>
    /// <returns>Null when the item does not wait in its queue.</returns>
    public static string? Of(WorkItemView item, QueuePause? pause, DateTimeOffset now, string otherwise = "waits for a worker") => item.Status switch
    {
        not WorkStatus.Queued => null,
        _ when pause is not null => $"the queue is paused by {pause.By}: {pause.Reason}",
        _ when item.NotBefore is { } start && start > now =>
            $"not before {start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}",
        _ => otherwise,
    };
}
