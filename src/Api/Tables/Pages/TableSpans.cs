using Switchyard.Tables.Wire;

namespace Switchyard.Tables.Pages;

/// <summary>Spans of time as the door says them, but that of less than a second pages do not say "0 second".</summary>
internal static class TableSpans
{
    public static string Of(TimeSpan span) =>
        span < TimeSpan.FromSeconds(1) && span > TimeSpan.FromSeconds(-1) ? "under 1 second" : Humanise.Duration(span);
}
