using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Switchyard.Tasks.Lane;
using Switchyard.Telemetry;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Traces of tasks. A task has its submitter's, as JSON; one that came without is of the request that brought it.</summary>
internal static class TaskTraces
{
    /// <summary>The span of a call that submits; null: nobody listens.</summary>
    public static Activity? StartSubmit() =>
        Activity.Current is null ? null : Tracing.Source.StartActivity("submit tasks", ActivityKind.Producer);

    /// <summary>For tasks that are made now and bring none; null: nobody traces.</summary>
    public static byte[]? Here => Tracing.Current is { } current ? Encoding.UTF8.GetBytes($$"""{"traceparent":"{{current}}"}""") : null;

    public static void Claimed(string queue, IReadOnlyList<LaneHead> heads)
    {
        if (!Tracing.Source.HasListeners())
        {
            return;
        }

        foreach (var head in heads)
        {
            Tracing.Tell($"claim {queue}", ParentOf(head.Trace), head.Id, isRetry: head.Attempts > 0);
        }
    }

    /// <param name="status">After the attempt: how the task ended, or queued.</param>
    public static void Ended(string queue, long id, byte[]? trace, WorkStatus status)
    {
        if (trace is not null && Tracing.Source.HasListeners())
        {
            Tracing.Tell(
                status.IsTerminal() ? $"end {queue}" : $"retry {queue}", ParentOf(trace), id,
                outcome: status.IsTerminal() ? status.Word() : null);
        }
    }

    private static string? ParentOf(byte[]? trace)
    {
        if (trace is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(trace);
        return json.RootElement.TryGetProperty("traceparent", out var parent) ? parent.GetString() : null;
    }
}
