using System.Text.Json.Serialization;
using Switchyard.Auth;
using Switchyard.Work.Events;

namespace Switchyard.Work.Logs;

/// <summary>
/// A log that is followed until its item has ended, as server-sent events: <c>log</c> with what is new, <c>reset</c> before a log that
/// begins anew, <c>end</c> with how the item ended. A client that comes again gets the log from its start, after a <c>reset</c>.
/// </summary>
/// <param name="tail">Begin with so many lines; null: with all.</param>
internal sealed class LogStream(IDisposable room, long id, Sight sight, int? tail, WorkLookup lookup, ItemLogs logs) : EventAnswer(room)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <summary>Without news for so many looks there is a word that the stream is alive.</summary>
    private const int LooksPerHeartbeat = 30;

    protected override async Task WriteAsync(EventWriter writer, TimeProvider time, CancellationToken end)
    {
        writer.Event(null, "reset", new { });
        var (before, quiet) = ((string?)null, 0);
        while (true)
        {
            // First how it stands: of an item that has ended the log is whole.
            var item = await lookup.FindItemAsync(id, sight);
            var now = item is null ? before ?? "" : await logs.ReadAsync(item);
            var step = before is not null ? LogStep.Of(before, now) : new LogStep(tail is { } lines ? LogLines.Tail(now, lines) : now, IsReset: false);
            before = now;
            quiet = step is { Text: "", IsReset: false } ? quiet + 1 : 0;
            Tell(writer, step);
            if (item is null || item.Status.IsTerminal())
            {
                writer.Event(null, "end", new LogEnd(item?.Status, item?.Error));
                await writer.FlushAsync(end);
                return;
            }

            if (quiet == LooksPerHeartbeat)
            {
                writer.Comment("still here");
                quiet = 0;
            }

            await writer.FlushAsync(end);
            await Task.Delay(Every, time, end);
        }
    }

    private static void Tell(EventWriter writer, LogStep step)
    {
        if (step.IsReset)
        {
            writer.Event(null, "reset", new { });
        }

        if (step.Text.Length > 0)
        {
            writer.Event(null, "log", new LogPiece(step.Text));
        }
    }

    private sealed record LogPiece(string Text);

    /// <param name="Status">Null: the item was removed.</param>
    private sealed record LogEnd(WorkStatus? Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
}
