using System.Globalization;
using Switchyard.Work;

namespace Switchyard.Jobs.Pages;

/// <summary>Why a job is where it is, in a sentence.</summary>
public static class JobReason
{
    /// <param name="waiting">What the job says of why it waits; null when it does not, or is not known.</param>
    public static string Of(WorkItemView item, WaitingView? waiting, DateTimeOffset now) => item.Status switch
    {
        WorkStatus.Queued => waiting is null ? "Waits." : $"Waits: {waiting.Text}",
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
