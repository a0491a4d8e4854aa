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
    [property: Id(6)] string? Reason = null)
{
    /// <summary>Its silo's grains in memory; null when it is silent, or of an earlier release.</summary>
    [Id(7)] public int? Activations { get; init; }

    /// <summary>How much of the processors is used, 0 to 1; null when it is silent, or where that is not known.</summary>
    [Id(8)] public double? Load { get; init; }

    /// <summary>The most memory that its process may use; null when it is silent, or where that is not known.</summary>
    [Id(9)] public long? MemoryLimitBytes { get; init; }

    /// <summary>What it does for the whole cluster: see <see cref="NodeDuties"/>.</summary>
    [Id(10)] public IReadOnlyList<string> Duties { get; init; } = [];
}

/// <summary>The words of <see cref="NodeView.Duties"/>: each is done by one node at a time, and by another when that leaves.</summary>
public static class NodeDuties
{
    /// <summary>It places items on compute sources.</summary>
    public const string Scheduling = "scheduling";

    /// <summary>It hands on what happens to items to whoever listens.</summary>
    public const string Events = "events";
}

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
