namespace Switchyard.Compute;

/// <summary>What is small and rare of the scheduler: kept by the stock storage provider. What waits and runs is in the rows.</summary>
[GenerateSerializer, Alias("switchyard.compute.scheduler-state")]
public sealed class SchedulerState
{
    /// <summary>In order of their first registration.</summary>
    [Id(0)]
    public List<RegisteredNode> Nodes { get; set; } = [];

    /// <summary>Which sources are drained or paused, by key.</summary>
    [Id(1)]
    public Dictionary<string, SourceHold> Holds { get; set; } = [];
}

/// <param name="Life">The address of its silo.</param>
/// <param name="HasLeft">This life said that it stops.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.registered-node")]
public sealed record RegisteredNode(
    [property: Id(0)] string Name,
    [property: Id(1)] string Life,
    [property: Id(2)] IReadOnlyList<SourceDefinition> Sources,
    [property: Id(3)] bool HasLeft = false);

/// <summary>An operator's word: the source starts nothing.</summary>
/// <param name="IsDrain">What waits for it moves, too.</param>
/// <param name="By">Who said so.</param>
/// <param name="Since">Null where an earlier release was told.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.source-hold")]
public sealed record SourceHold([property: Id(0)] bool IsDrain, [property: Id(1)] string By, [property: Id(2)] DateTimeOffset? Since = null);
