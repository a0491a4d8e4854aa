using Switchyard.Hosting;

namespace Switchyard.Work.Nodes;

/// <summary>The nodes of the cluster. A stateless worker; the key is always 0.</summary>
[Alias("switchyard.work.nodes-grain")]
public interface INodesGrain : IGrainWithIntegerKey
{
    /// <summary>Those that are in the cluster, by name. One that does not answer in two seconds is silent.</summary>
    [Alias("list"), Repeatable]
    Task<IReadOnlyList<NodeView>> ListAsync();

    /// <summary>A node is to leave: it is unready at once, finishes what it has begun, and ends. Null: there is none of the name.</summary>
    [Alias("drain"), Repeatable]
    Task<NodeView?> DrainAsync(string name);
}

/// <summary>A node, as it sees itself.</summary>
/// <param name="Version">Null when it is silent.</param>
/// <param name="StartedAt">When its process began; null when it is silent.</param>
/// <param name="MemoryBytes">Of its process, resident; null when it is silent.</param>
/// <param name="Processors">That it may use; null when it is silent.</param>
/// <param name="Reason">Why it does not serve; null when it does.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.node")]
public sealed record NodeView(
    [property: Id(0)] string Name,
    [property: Id(1)] NodeState State,
    [property: Id(2)] string? Version = null,
    [property: Id(3)] DateTimeOffset? StartedAt = null,
    [property: Id(4)] long? MemoryBytes = null,
    [property: Id(5)] int? Processors = null,
    [property: Id(6)] string? Reason = null);

[GenerateSerializer, Alias("switchyard.work.node-state")]
public enum NodeState
{
    /// <summary>Serves.</summary>
    Ready = 0,

    /// <summary>In the cluster, and does not serve now.</summary>
    Unready = 1,

    /// <summary>Is about to leave.</summary>
    Draining = 2,

    /// <summary>In the cluster, and does not answer.</summary>
    Silent = 3,
}
