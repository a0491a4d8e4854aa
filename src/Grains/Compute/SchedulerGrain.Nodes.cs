using Microsoft.Extensions.Logging;

namespace Switchyard.Compute;

/// <summary>Which nodes are there. A node is known by its name, and by its silo's address, which is another with each start.</summary>
public sealed partial class SchedulerGrain
{
    private readonly HashSet<string> _leaving = [];
    private NodeListener? _nodeListener;

    public async Task RegisterAsync(string node, string life, IReadOnlyList<SourceDefinition> sources)
    {
        var known = state.State.Nodes.Find(other => other.Name == node);
        if (known?.Life == life && !_leaving.Contains(life) && known.Sources.Select(source => source.Key).SequenceEqual(sources.Select(source => source.Key)))
        {
            return;
        }

        var registered = new RegisteredNode(node, life, sources);
        await SaveAsync(kept =>
        {
            var place = kept.Nodes.FindIndex(other => other.Name == node);
            if (place < 0)
            {
                kept.Nodes.Add(registered);
            }
            else
            {
                kept.Nodes[place] = registered;
            }
        });
        _scheduling.Register(node, sources, state.State.Holds);
        LogRegistered(node, string.Join(", ", sources.Select(source => source.Name)));
        DispatchAll();
    }

    public async Task LeaveAsync(string node, string life)
    {
        if (LifeOf(node) != life)
        {
            return;
        }

        _leaving.Add(life);
        LookAtNodes();
        DispatchAll();

        // Whoever looks next, in another life of this grain, is not to take it for lost.
        await SaveAsync(kept =>
        {
            if (kept.Nodes.FindIndex(other => other.Name == node && other.Life == life) is >= 0 and var place)
            {
                kept.Nodes[place] = kept.Nodes[place] with { HasLeft = true };
            }
        });
    }

    /// <summary>
    /// What the cluster says of each node, against what we know of its sources. One that it does not know is away, and may
    /// be seen soon. One voted dead may live on for a while: what it ran comes back when the leases run out, or when the node
    /// is back and has ended it.
    /// </summary>
    private void LookAtNodes()
    {
        foreach (var (node, life, _, hasLeft) in state.State.Nodes)
        {
            var status = silos.GetApproximateSiloStatus(SiloAddress.FromParsableString(life));
            var isLeaving = hasLeft || _leaving.Contains(life);
            var isHere = status == SiloStatus.Active && !isLeaving;
            var isGone = status == SiloStatus.Dead;
            foreach (var lane in _scheduling.Lanes.Where(lane => lane.Definition.Node == node).ToList())
            {
                if (isHere && lane.IsAway)
                {
                    _scheduling.Return(lane);
                }
                else if (!isHere && (!lane.IsAway || (isGone && lane.Running.Count > 0)))
                {
                    if (isLeaving || status is SiloStatus.ShuttingDown or SiloStatus.Stopping)
                    {
                        LogLeaves(lane.Key);
                    }
                    else
                    {
                        LogAway(lane.Key, status);
                    }

                    _scheduling.Depart(lane, mayStillRun: !isGone);
                }
            }
        }
    }

    private string? LifeOf(string node) => state.State.Nodes.Find(other => other.Name == node)?.Life;

    /// <summary>Makes the next tick come at once; the tick looks for itself.</summary>
    private sealed class NodeListener(Action changed) : ISiloStatusListener
    {
        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => changed();
    }

    [LoggerMessage(3010, LogLevel.Information, "Node {Node} has the sources {Sources}")]
    private partial void LogRegistered(string node, string sources);

    [LoggerMessage(3012, LogLevel.Information, "Source {Source} leaves: its node stops")]
    private partial void LogLeaves(string source);

    [LoggerMessage(3011, LogLevel.Warning, "Source {Source} is away: its silo is {Status}")]
    private partial void LogAway(string source, SiloStatus status);
}
