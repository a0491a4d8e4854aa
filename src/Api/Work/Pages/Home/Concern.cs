using System.Globalization;
using Switchyard.Compute;
using Switchyard.Work.Nodes;
using Switchyard.Work.Pages.Queues;

namespace Switchyard.Work.Pages.Home;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Path">Where to do something about it.</param>
/// <param name="Since">Null: it is not said.</param>
/// <param name="IsGrave">Work does not go on because of it.</param>
public sealed record Concern(string Text, string Path, DateTimeOffset? Since, bool IsGrave)
{
    /// <summary>What needs attention, what is grave first. Pure.</summary>
    public static IReadOnlyList<Concern> Of(IReadOnlyList<QueueRow> queues, IReadOnlyList<SourceView> sources, IReadOnlyList<NodeView> nodes) =>
    [
        .. OfNodes(nodes).Concat(OfPauses(queues)).Concat(OfSources(sources)).Concat(OfWorkers(queues)).Concat(OfFailures(queues))
            .OrderByDescending(concern => concern.IsGrave),
    ];

    private static IEnumerable<Concern> OfNodes(IReadOnlyList<NodeView> nodes) =>
        from node in nodes
        where node.State != NodeState.Ready
        select new Concern(
            $"Node {node.Name} is {node.State.ToString().ToLowerInvariant()}{(node.Reason is { Length: > 0 } reason ? $": {reason}" : "")}", "console/nodes", null, true);

    private static IEnumerable<Concern> OfPauses(IReadOnlyList<QueueRow> queues) =>
        from queue in queues
        let pause = queue.Status.Pause
        where pause is not null
        select new Concern($"Queue {queue.Name} was paused by {pause.By}: {pause.Reason}", queue.Link, pause.Since, queue.Status.Queued > 0);

    private static IEnumerable<Concern> OfSources(IReadOnlyList<SourceView> sources) =>
        from source in sources
        where source.State != SourceState.Active
        select new Concern(
            $"Source {source.Name} on {source.Node} is {source.State.ToString().ToLowerInvariant()}"
            + (source.Waiting > 0 ? string.Create(CultureInfo.InvariantCulture, $", and {source.Waiting:N0} {(source.Waiting == 1 ? "waits" : "wait")} for it") : ""),
            "console/compute",
            null,
            source.State == SourceState.Away);

    private static IEnumerable<Concern> OfWorkers(IReadOnlyList<QueueRow> queues) =>
        from queue in queues
        where queue.Status is { Queued: > 0, Running: 0, Pause: null } && queue.Workers.Count == 0
        select new Concern(
            string.Create(CultureInfo.InvariantCulture, $"{queue.Status.Queued:N0} {(queue.Status.Queued == 1 ? "waits" : "wait")} in {queue.Name}, and no worker was seen in 5 minutes"),
            queue.Link,
            queue.Status.OldestQueuedAt,
            true);

    private static IEnumerable<Concern> OfFailures(IReadOnlyList<QueueRow> queues) =>
        from queue in queues
        where queue.Pace.Failed.Hour > 0
        orderby queue.Pace.Failed.Hour descending
        select new Concern(
            string.Create(CultureInfo.InvariantCulture, $"{queue.Pace.Failed.Hour:N0} failed in {queue.Name} within the last hour"),
            $"console/failed?queue={Uri.EscapeDataString(queue.Name)}",
            null,
            false);
}
