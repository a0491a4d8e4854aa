using System.Text.Json.Nodes;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Described;

/// <summary>A task that is submitted. Spans are a number of seconds, a duration of ISO 8601, or hh:mm:ss.</summary>
/// <param name="Queue">1 to 100 of A-Z a-z 0-9 . _ -. Comes to be with its first task.</param>
/// <param name="Payload">Any JSON, up to 1 MiB and 256 levels; given back as it came.</param>
/// <param name="Name">For people; up to 500 characters.</param>
/// <param name="Priority">-100 to 100, higher first. Default: 0.</param>
/// <param name="Delay">A span for which it is not handed out. Not with notBefore.</param>
/// <param name="NotBefore">It is not handed out before this.</param>
/// <param name="UniqueKey">At most one active task of the queue has it: another is answered with the one that is there.</param>
/// <param name="UniqueFor">A span after its creation for which the key counts, also when the task has ended.</param>
/// <param name="GroupKey">Groups of a queue take turns.</param>
/// <param name="Tags">Up to 20, of up to 100 characters.</param>
/// <param name="MaxAttempts">1 to 1,000. Default: the queue's.</param>
/// <param name="Timeout">A span that bounds each attempt. Default: the queue's.</param>
/// <param name="Deadline">A span since its creation, or a time, after which it is over.</param>
/// <param name="Trace">The submitter's trace; claims and looks give it back.</param>
internal sealed record NewTaskRequest(
    string Queue,
    JsonNode? Payload,
    string? Name,
    int? Priority,
    [property: Span] string? Delay,
    DateTimeOffset? NotBefore,
    string? UniqueKey,
    [property: Span] string? UniqueFor,
    string? GroupKey,
    IReadOnlyList<string>? Tags,
    int? MaxAttempts,
    [property: Span] string? Timeout,
    [property: Span] string? Deadline,
    TraceJson? Trace = null);

/// <summary>W3C's trace context.</summary>
internal sealed record TraceJson(string Traceparent, string? Tracestate);
