using System.Globalization;
using Switchyard.Work;

namespace Switchyard.Tickets.Pages;

/// <summary>What the pages say of tickets and of what services take.</summary>
internal static class TicketWords
{
    /// <summary>The kind of an input, for people.</summary>
    public static string Of(FormField field) => field.Type switch
    {
        "float" => "number",
        "int" => "whole number",
        "str" => "text",
        "boolean" => "yes or no",
        "singlechoice" => "a choice",
        FormField.PointList => field.NumberEntries is { } number ? $"{number} points" : "points",
        "files" => "files",
        var other => other,
    };

    /// <summary>How a ticket stands, in a sentence.</summary>
    public static string Says(TicketNow now) => now.Item.Status switch
    {
        WorkStatus.Queued when now.Waiting is { } waiting => $"Waits: {waiting.Text}",
        WorkStatus.Queued => "Waits.",
        WorkStatus.Running => now.Source is { } source ? $"Runs at {source}." : "Runs.",
        WorkStatus.Completed => "Is done.",
        WorkStatus.Cancelled => "Was cancelled.",
        WorkStatus.TimedOut => "Took too long and was ended.",
        _ => "Failed: the error and the last lines of its log are below.",
    };

    /// <summary>"0.4 s", "1:02:03".</summary>
    public static string Span(TimeSpan span) => span < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s")
        : span.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
}
