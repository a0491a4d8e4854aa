using System.ComponentModel;

namespace Switchyard.Downloads;

/// <summary>What is asked for.</summary>
/// <param name="ClfId">1 to 2,147,483,647; a number, or a text of its digits as the application's own client sends it.</param>
internal sealed record NewDownloadJson([property: Description("The classifier's id, 1 to 2147483647")] int? ClfId);

/// <param name="Download">Always 1: it is asked for.</param>
/// <param name="Item">The build's work item.</param>
/// <param name="Joined">A build was under way, and is the one.</param>
internal sealed record AskedDownloadJson(
    int ClfId,
    int Download,
    [property: Description("The build's work item")] long? Item,
    [property: Description("A build was under way already, and this request joined it")] bool Joined);

internal sealed record DownloadStatusJson(
    int ClfId,
    [property: Description("0: not asked for, or failed; 1: being built; 2: available")] int Download,
    [property: Description("Why the newest build failed; null when it did not")] string? Error,
    [property: Description("The newest build's work item; null when there was none")] long? Item);

internal sealed record DownloadEventJson(
    DateTimeOffset At,
    [property: Description("redis, http or sweep")] string Source,
    [property: Description("What was said")] string Text,
    int? ClfId,
    [property: Description("What became of it")] string Outcome,
    [property: Description("It was no request, or of no classifier")] bool Refused)
{
    public static DownloadEventJson Of(DownloadEvent heard) =>
        new(heard.At, heard.Source, heard.Text, heard.ClfId, heard.Outcome, heard.IsRefused);
}
