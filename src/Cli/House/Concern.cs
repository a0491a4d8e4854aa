using System.Text.Json;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;

namespace Switchyard.Cli.House;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Text">For people.</param>
/// <param name="IsGrave">Work does not go on because of it.</param>
internal sealed record Concern(string Text, bool IsGrave)
{
    /// <summary>What is grave first. Pure.</summary>
    public static IReadOnlyList<Concern> Of(Picture now) =>
    [
        .. (now.IsReady ? [] : new[] { new Concern($"The node is not ready: {now.Health}", true) })
            .Concat(now.Nodes.SelectMany(OfNode)).Concat(now.Queues.SelectMany(OfQueue)).Concat(now.Sources.SelectMany(OfSource))
            .OrderByDescending(concern => concern.IsGrave),
    ];

    private static IEnumerable<Concern> OfNode(JsonElement node)
    {
        if (node.Text("state") is var state and not "ready")
        {
            yield return new($"Node {node.Text("name")} is {state}{(node.Said("reason") is { Length: > 0 } reason ? $": {reason}" : "")}", true);
        }
    }

    private static IEnumerable<Concern> OfQueue(JsonElement queue)
    {
        var (name, waiting) = (queue.Text("queue"), queue.Count("queued"));
        if (queue.Of("pause") is { ValueKind: JsonValueKind.Object } pause)
        {
            yield return new($"Queue {name} was paused by {pause.Text("by")}: {pause.Text("reason")}", waiting > 0);
        }
        else if (waiting > 0 && queue.Count("running") == 0 && queue.Count("workers") == 0)
        {
            yield return new($"{Words.Of(waiting)} {(waiting == 1 ? "waits" : "wait")} in {name}, and no worker was seen in 5 minutes", true);
        }

        if (queue.Of("rates").Of("failed").Count("hour") is var failed and > 0)
        {
            yield return new($"{Words.Of(failed)} failed in {name} within the last hour", false);
        }
    }

    private static IEnumerable<Concern> OfSource(JsonElement source)
    {
        if (source.Text("state") is var state and not "active")
        {
            var waits = source.Count("waiting") is var waiting and > 0 ? $", and {Words.Of(waiting)} {(waiting == 1 ? "waits" : "wait")} for it" : "";
            yield return new($"Source {source.Text("name")} on {source.Text("node")} is {state}{waits}", state == "away");
        }
    }
}
