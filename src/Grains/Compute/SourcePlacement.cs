using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Switchyard.Compute;

/// <summary>On the node that the grain's key names.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.compute.source-placement")]
public sealed class SourcePlacement : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class SourcePlacementAttribute() : PlacementAttribute(new SourcePlacement());

/// <summary>The built-in filters compare with the silo that calls, which may be any; only the key knows where the source is.</summary>
internal sealed class SourcePlacementDirector(ISiloStatusOracle silos) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString()!;
        var node = SourceDefinition.NodeOf(key);
        SiloAddress? newest = null;
        foreach (var silo in context.GetCompatibleSilos(target))
        {
            // A node that came back has two silos until the first is declared dead.
            if (silos.TryGetSiloName(silo, out var name) && name == node && (newest is null || silo.Generation > newest.Generation))
            {
                newest = silo;
            }
        }

        return newest is not null ? Task.FromResult(newest) : throw new SourceAwayException(key);
    }
}

/// <summary>The node of a source is not in the cluster now; it may come back.</summary>
[GenerateSerializer, Alias("switchyard.compute.source-away")]
public sealed class SourceAwayException : Exception
{
    public SourceAwayException(string source)
        : base($"The compute source {source} is away: its node is not in the cluster now.")
    {
    }
}

internal static class NodeSilos
{
    /// <summary>Whether a node of the name is in the cluster and not about to leave.</summary>
    public static bool IsActive(this ISiloStatusOracle silos, string node) =>
        silos.GetActiveSilos().Any(silo => silos.TryGetSiloName(silo, out var name) && name == node);
}
