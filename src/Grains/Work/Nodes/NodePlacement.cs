using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Switchyard.Work.Nodes;

/// <summary>On the node that the grain's key names.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.node-placement")]
public sealed class NodePlacement : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class NodePlacementAttribute() : PlacementAttribute(new NodePlacement());

internal sealed class NodePlacementDirector(ISiloStatusOracle silos) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var node = target.GrainIdentity.Key.ToString()!;

        // A node that came back has two silos until the first is declared dead.
        var silo = context.GetCompatibleSilos(target)
            .Where(silo => silos.TryGetSiloName(silo, out var name) && name == node)
            .MaxBy(silo => silo.Generation);
        return silo is not null
            ? Task.FromResult(silo)
            : throw new OrleansException($"The node {node} is not in the cluster now.");
    }
}
