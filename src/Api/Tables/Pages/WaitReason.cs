using Switchyard.Tables.Wire;
using Switchyard.Work;

namespace Switchyard.Tables.Pages;

/// <summary>Why a table is where it is, in a sentence.</summary>
public static class WaitReason
{
    /// <param name="waiting">What the table says of why it waits; null when it does not, or is not known.</param>
    public static string Of(WorkItemView item, WaitingView? waiting, DateTimeOffset now) => item.Status switch
    {
        WorkStatus.Queued => waiting is null ? "Waits." : $"Waits: {waiting.Text}",
        WorkStatus.Running when item.LeaseOwner is { } owner =>
            $"Out with {owner} under lease {item.LeaseNumber}"
            + (item.LeaseExpiresAt is { } end ? end > now ? $", for {Humanise.Duration(end - now)} more." : ", which has run out." : "."),
        WorkStatus.Running => "Out with clients.",
        WorkStatus.Completed => "Returned with a result.",
        WorkStatus.Failed => $"Returned with an error{Because(item)}",
        WorkStatus.Cancelled => $"Cancelled{Because(item)}",
        WorkStatus.TimedOut => $"Timed out{Because(item)}",
        _ => "",
    };

    private static string Because(WorkItemView item) => item.Error is { Length: > 0 } error ? $": {error}" : ".";
}
