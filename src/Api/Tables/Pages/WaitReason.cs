using System.Globalization;
using Switchyard.Tables.Wire;
using Switchyard.Work;

namespace Switchyard.Tables.Pages;

/// <summary>Why a table is where it is, in a sentence.</summary>
public static class WaitReason
{
    public static string Of(WorkItemView item, TablesSnapshot? campaign, DateTimeOffset now) => item.Status switch
    {
        WorkStatus.Queued => OfQueued(item, campaign, now),
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

    private static string OfQueued(WorkItemView item, TablesSnapshot? campaign, DateTimeOffset now)
    {
        if (campaign?.Queue.Pause is { } pause)
        {
            return $"Waits, because {pause.By} paused the queue: {pause.Reason}";
        }

        if (item.NotBefore is { } start && start > now)
        {
            return $"Waits until {start.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC.";
        }

        if (campaign is { Statistics.Clients.Quarter: 0 })
        {
            return "Waits for a client: none has asked in the last 15 minutes.";
        }

        return campaign is null
            ? "Waits for a client."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Waits for its turn among {campaign.Queue.Queued:N0} waiting; {campaign.Statistics.Clients.Quarter:N0} clients asked in the last 15 minutes.");
    }

    private static string Because(WorkItemView item) => item.Error is { Length: > 0 } error ? $": {error}" : ".";
}
