using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Switchyard.Client.Tracing;

/// <summary>Where a task comes from, in the words of W3C Trace Context; it travels with the task.</summary>
/// <param name="Traceparent">As the header of that name.</param>
/// <param name="Tracestate">As the header of that name; null: none.</param>
public sealed record TraceContext(
    [property: JsonPropertyName("traceparent")] string Traceparent,
    [property: JsonPropertyName("tracestate")] string? Tracestate = null)
{
    /// <summary>Of the activity that is current.</summary>
    /// <returns>Null: there is none, or it is in another format.</returns>
    public static TraceContext? Current => Of(Activity.Current);

    internal static TraceContext? Of(Activity? activity) => activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
        ? new(id, string.IsNullOrEmpty(activity.TraceStateString) ? null : activity.TraceStateString)
        : null;

    /// <summary>What activities are made from; the default when this is malformed.</summary>
    internal ActivityContext Read() => ActivityContext.TryParse(Traceparent, Tracestate, isRemote: true, out var context) ? context : default;
}
