using System.Globalization;
using System.Text.Json;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;

namespace Switchyard.Cli.Queues;

/// <summary>A list of queues.</summary>
internal static class QueueColumns
{
    public static IReadOnlyList<Column> Of(Times times) =>
    [
        new("QUEUE", queue => queue.Text("queue")) { IsLong = true },
        new("WAITING", queue => Words.Of(queue.Count("queued"))) { IsNumber = true },
        new("RUNNING", queue => Words.Of(queue.Count("running"))) { IsNumber = true },
        new("FAILED 1H", queue => Failed(queue)) { IsNumber = true },
        new("IN/MIN", queue => Pace(queue, "in")) { IsNumber = true, Spare = 3 },
        new("OUT/MIN", queue => Pace(queue, "out")) { IsNumber = true, Spare = 2 },
        new("DONE IN", queue => Eta(queue)) { Spare = 1 },
        new("OLDEST", queue => times.Span(queue, "oldestQueuedAt")),
        new("WORKERS", queue => queue.Text("workers")) { IsNumber = true, Spare = 4 },
        new("PAUSED", queue => new(PauseOf(queue), Looks.Care)) { IsLong = true },
    ];

    /// <summary>By whom and why; empty: it is open.</summary>
    public static string PauseOf(JsonElement queue) => queue.Of("pause") is { ValueKind: JsonValueKind.Object } pause ? $"by {pause.Text("by")}: {pause.Text("reason")}" : "";

    /// <summary>How long until what waits is done, or why nobody knows; empty: nothing waits.</summary>
    public static string Eta(JsonElement queue) => queue.Count("queued") == 0 ? ""
        : queue.Number("eta") is { } seconds ? Words.Of(TimeSpan.FromSeconds(seconds))
        : queue.Text("etaReason");

    private static Cell Failed(JsonElement queue) =>
        queue.Of("rates").Of("failed").Count("hour") is var failed and > 0 ? new Cell(Words.Of(failed), Looks.Bad) : "0";

    private static string Pace(JsonElement queue, string way) =>
        queue.Of("rates").Of(way).Count("minute").ToString("N0", CultureInfo.InvariantCulture);
}
