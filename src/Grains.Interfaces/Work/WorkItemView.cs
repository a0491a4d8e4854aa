namespace Switchyard.Work;

/// <summary>One work item as operators and clients see it: the columns of its row, without the door's body.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.item")]
public sealed record WorkItemView
{
    /// <summary>Positive, unique in the cluster, never used again.</summary>
    [Id(0)] public required long Id { get; init; }

    /// <summary>The door's word for what it is, and the type of the item's grain ("table").</summary>
    [Id(1)] public required string Kind { get; init; }

    [Id(2)] public required string Queue { get; init; }

    /// <summary>Lower goes first.</summary>
    [Id(3)] public required int Priority { get; init; }

    [Id(4)] public required WorkStatus Status { get; init; }

    /// <summary>How often the item has been handed out of its queue.</summary>
    [Id(5)] public required int Attempt { get; init; }

    /// <summary>The fencing token: grows by one with each lease and never resets; 0 before the first lease.</summary>
    [Id(6)] public required long LeaseNumber { get; init; }

    /// <summary>Who holds the newest lease; null when no lease is held.</summary>
    [Id(7)] public string? LeaseOwner { get; init; }

    [Id(8)] public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>What the work is about, where at most one active item of a kind may be about it.</summary>
    [Id(9)] public string? Target { get; init; }

    /// <summary>Whom the item belongs to.</summary>
    [Id(10)] public string? Owner { get; init; }

    [Id(11)] public string? Name { get; init; }

    [Id(12)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the newest lease was taken.</summary>
    [Id(13)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When a terminal status was reached.</summary>
    [Id(14)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The item is not handed out before this time.</summary>
    [Id(15)] public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Why the item failed, was cancelled or timed out.</summary>
    [Id(16)] public string? Error { get; init; }

    /// <summary>The door's own numbers about the item, by name.</summary>
    [Id(17)] public IReadOnlyDictionary<string, long> Facets { get; init; } = new Dictionary<string, long>();

    /// <summary>What workers wrote to its log, where the door keeps it with the item; null in lists.</summary>
    [Id(18)] public string? Log { get; init; }

    /// <summary>0 to 1, of the attempt that runs; null: nothing was said, or its door has no such word.</summary>
    [Id(19)] public double? Progress { get; init; }
}
