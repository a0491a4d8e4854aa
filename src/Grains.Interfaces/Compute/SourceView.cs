using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>A compute source and what it has to do.</summary>
/// <param name="Completed">Items that completed here, ever.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.source")]
public sealed record SourceView(
    [property: Id(0)] string Name,
    [property: Id(1)] string Node,
    [property: Id(2)] int Slots,
    [property: Id(3)] IReadOnlyList<string> Services,
    [property: Id(4)] int Running,
    [property: Id(5)] int Waiting,
    [property: Id(6)] long Completed,
    [property: Id(7)] SourceState State)
{
    /// <summary>Who drains or pauses it; null: nobody.</summary>
    [Id(8)] public string? HeldBy { get; init; }

    /// <summary>Since when somebody drains or pauses it; null: nobody does, or an earlier release was told.</summary>
    [Id(9)] public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Why it has free slots for what computes; null: it has none, or the scheduler is of an earlier release.</summary>
    [Id(10)] public WaitingView? Idle { get; init; }

    /// <summary>The GPU that it stands for; null: none, or it is not known.</summary>
    [Id(11)] public SourceDevice? Device { get; init; }

    /// <summary>What runs there, in the order of their queues; at most <see cref="MostRuns"/>.</summary>
    [Id(12)] public IReadOnlyList<SourceItem> Runs { get; init; } = [];

    /// <summary>What waits there and is next, in order; at most <see cref="MostNext"/>.</summary>
    [Id(13)] public IReadOnlyList<SourceItem> Next { get; init; } = [];

    /// <summary>How many of what runs is shown.</summary>
    public const int MostRuns = 100;

    /// <summary>How many of what waits is shown.</summary>
    public const int MostNext = 5;
}

/// <summary>An item at a source.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.compute.source-item")]
public sealed record SourceItem(
    [property: Id(0)] long Id, [property: Id(1)] string Kind, [property: Id(2)] string Service, [property: Id(3)] string Queue);

/// <summary>A GPU, or a slice of one.</summary>
/// <param name="Name">As its driver says it: "NVIDIA H200", "NVIDIA A100-SXM4-40GB, 1g.5gb".</param>
/// <param name="MemoryBytes">Null: it is not known.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.source-device")]
public sealed record SourceDevice([property: Id(0)] string Name, [property: Id(1)] long? MemoryBytes = null);

[GenerateSerializer, Alias("switchyard.compute.source-state")]
public enum SourceState
{
    Active = 0,

    /// <summary>Starts nothing. What waits for it stays, unless another that may run it falls idle and takes it.</summary>
    Paused = 1,

    /// <summary>Starts nothing; what waits for it moves to others that may run it.</summary>
    Draining = 2,

    /// <summary>Its node is not in the cluster; what waits for it moves, and what ran there is given back when its lease ends or the node is back.</summary>
    Away = 3,
}
