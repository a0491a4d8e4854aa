using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>One task as clients see it.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.view")]
public sealed record TaskView
{
    [Id(0)] public required long Id { get; init; }

    [Id(1)] public required string Queue { get; init; }

    [Id(2)] public required WorkStatus Status { get; init; }

    /// <summary>How often it has been claimed.</summary>
    [Id(3)] public required int Attempt { get; init; }

    /// <summary>-100 to 100, higher first.</summary>
    [Id(4)] public required int Priority { get; init; }

    /// <summary>Null in lists.</summary>
    [Id(5)] public byte[]? Payload { get; init; }

    /// <summary>Null in lists, and while there is none.</summary>
    [Id(6)] public byte[]? Result { get; init; }

    [Id(7)] public string? Error { get; init; }

    [Id(8)] public string? Name { get; init; }

    [Id(9)] public string GroupKey { get; init; } = "";

    [Id(10)] public IReadOnlyList<string> Tags { get; init; } = [];

    [Id(11)] public string? UniqueKey { get; init; }

    [Id(12)] public string? Owner { get; init; }

    /// <summary>0 to 1, of the attempt that runs; null: nothing was said.</summary>
    [Id(13)] public double? Progress { get; init; }

    /// <summary>Of the newest lease; 0 before the first.</summary>
    [Id(14)] public long LeaseNumber { get; init; }

    /// <summary>Who holds, or held, the newest lease.</summary>
    [Id(15)] public string? Worker { get; init; }

    [Id(16)] public DateTimeOffset? LeaseExpiresAt { get; init; }

    [Id(17)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the newest lease was taken.</summary>
    [Id(18)] public DateTimeOffset? StartedAt { get; init; }

    [Id(19)] public DateTimeOffset? FinishedAt { get; init; }

    [Id(20)] public DateTimeOffset? NotBefore { get; init; }

    [Id(21)] public DateTimeOffset? Deadline { get; init; }

    /// <summary>Of its own; null: the queue's.</summary>
    [Id(22)] public int? MaxAttempts { get; init; }

    /// <summary>Of its own; null: the queue's.</summary>
    [Id(23)] public TimeSpan? Timeout { get; init; }

    /// <summary>What workers wrote to its log, all attempts; null: nothing, or in lists.</summary>
    [Id(24)] public string? Log { get; init; }

    /// <inheritdoc cref="NewTask.Trace"/>
    [Id(25)] public byte[]? Trace { get; init; }
}

/// <summary>All conditions must hold; null means any.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.filter")]
public sealed record TaskFilter
{
    [Id(0)] public string? Queue { get; init; }

    [Id(1)] public WorkStatus? Status { get; init; }

    [Id(2)] public string? GroupKey { get; init; }

    [Id(3)] public string? Tag { get; init; }

    /// <summary>Contained in the name, ignoring case.</summary>
    [Id(4)] public string? Name { get; init; }

    /// <summary>Whose; null: of all.</summary>
    [Id(5)] public string? Owner { get; init; }

    /// <summary>Any of these; empty: of all.</summary>
    [Id(6)] public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>Oldest first.</summary>
    [Id(7)] public bool Ascending { get; init; }
}

/// <param name="Next">Hand it in to get the next page; null at the end.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.page")]
public sealed record TaskPage([property: Id(0)] IReadOnlyList<TaskView> Items, [property: Id(1)] long? Next);
