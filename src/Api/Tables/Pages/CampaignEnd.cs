using Switchyard.Tables.Wire;
using Switchyard.Work;

namespace Switchyard.Tables.Pages;

/// <summary>When the campaign will be done, in words. Where nothing comes back it says so, and promises nothing.</summary>
public static class CampaignEnd
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <param name="pause">Of the campaign's queue.</param>
    public static string Of(CampaignStatistics statistics, QueuePause? pause) => statistics switch
    {
        { Tables: 0 } => "\u2013",
        { Unfinished: 0 } => "Done",
        _ when pause is not null && statistics.Running == 0 => "Paused",
        { Clients.Quarter: 0 } => "No client asks",
        { Remaining: null } => "\u2013",
        { Remaining: { } left } => Humanise.Duration(left < Shortest ? Shortest : left),
    };
}
