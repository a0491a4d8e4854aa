using System.Globalization;
using Switchyard.Work;

namespace Switchyard.Jobs.Pages;

/// <summary>Why a job is where it is, in a sentence.</summary>
public static class JobReason
{
    /// <param name="maintenance">The door's newest record; null when it is not known yet.</param>
    /// <param name="pause">Of the job's queue; null while it is open.</param>
    public static string Of(WorkItemView item, MaintenanceRecord? maintenance, QueuePause? pause, DateTimeOffset now) => item.Status switch
    {
        WorkStatus.Queued when maintenance is { Paused: true } => $"Waits, because {maintenance.By} began maintenance: {maintenance.Message}",
        WorkStatus.Queued when pause is not null => $"Waits, because {pause.By} paused the queue: {pause.Reason}",
        WorkStatus.Queued when item.NotBefore is { } start && start > now => $"Waits until {Time(start)}.",
        WorkStatus.Queued => "Waits for a worker.",
        WorkStatus.Running when item.LeaseExpiresAt is { } end =>
            $"With {item.LeaseOwner} under lease {item.LeaseNumber}, " + (end > now ? $"valid until {Time(end)}." : $"which ran out at {Time(end)}."),
        WorkStatus.Running => $"With {item.LeaseOwner}, which works without a lease that runs out.",
        WorkStatus.Completed => "Completed.",
        WorkStatus.Failed => $"Failed{Because(item)}",
        WorkStatus.Cancelled => $"Cancelled{Because(item)}",
        WorkStatus.TimedOut => $"Timed out{Because(item)}",
        _ => "",
    };

    private static string Because(WorkItemView item) => item.Error is { Length: > 0 } error ? $": {error}" : ".";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
