using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;
using Switchyard.Cli.Compute;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Queues;

namespace Switchyard.Cli.House;

/// <summary>The house on one screen.</summary>
internal static class PictureView
{
    /// <summary>More needs a list of its own.</summary>
    private const int MostQueues = 15;
    private const int MostConcerns = 12;

    public static IRenderable Of(Picture now, Times times, Uri address, int width)
    {
        var parts = new List<IRenderable> { Head(now, address), Gap };
        if (now.Concerns.Count == 0)
        {
            parts.Add(new Text("Nothing needs attention.", Looks.Good));
        }

        foreach (var concern in now.Concerns.Take(MostConcerns))
        {
            parts.Add(new Text($"{(concern.IsGrave ? "!" : "-")} {CleanText.Line(concern.Text)}", concern.IsGrave ? Looks.Bad : Looks.Care));
        }

        AddMore(parts, now.Concerns.Count - MostConcerns, "switchyard status --json");
        Add(parts, Doors.Columns, [.. Doors.Of(now.Queues)], width);
        var busy = now.Queues.Where(IsBusy).OrderByDescending(queue => queue.Count("queued") + queue.Count("running")).ToList();
        Add(parts, QueueColumns.Of(times), [.. busy.Take(MostQueues)], width);
        AddMore(parts, busy.Count - MostQueues, "switchyard queue list");
        Add(parts, SourceCommands.Columns, now.Sources, width);
        return new Rows(parts);
    }

    private static Text Gap => new("");

    private static Columns Head(Picture now, Uri address)
    {
        var versions = string.Join(", ", now.Nodes.Select(node => node.Text("version")).Distinct());
        var (waiting, running) = (now.Queues.Sum(queue => queue.Count("queued")), now.Queues.Sum(queue => queue.Count("running")));
        return new Columns(
            new Text(now.IsReady ? "ready" : "not ready", now.IsReady ? Looks.Good : Looks.Bad),
            new Text($"{address}  {Words.Count(now.Nodes.Count, "node")} {versions}  {Words.Of(waiting)} waiting, {Words.Of(running)} running"))
        { Expand = false, Padding = new Padding(0, 0, 2, 0) };
    }

    private static bool IsBusy(JsonElement queue) =>
        queue.Count("queued") + queue.Count("running") > 0 || queue.Of("pause").ValueKind == JsonValueKind.Object || queue.Of("rates").Of("failed").Count("hour") > 0;

    private static void Add(List<IRenderable> parts, IReadOnlyList<Column> columns, IReadOnlyList<JsonElement> elements, int width)
    {
        if (elements.Count > 0)
        {
            parts.Add(Gap);
            parts.Add(Sheet.Of(columns, elements, width));
        }
    }

    private static void AddMore(List<IRenderable> parts, int more, string command)
    {
        if (more > 0)
        {
            parts.Add(new Text($"{Words.Of(more)} more: {command}", Looks.Faint));
        }
    }
}
