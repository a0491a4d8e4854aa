using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>
/// Reads over all work, whatever its door. A stateless worker: it only asks the store, by index. The key is always 0.
/// </summary>
[Alias("switchyard.work.queries-grain")]
public interface IWorkQueriesGrain : IGrainWithIntegerKey
{
    /// <summary>One page, newest first unless the filter says otherwise.</summary>
    /// <param name="cursor">What a page gave as next; null: the first page.</param>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    [Alias("list"), Repeatable]
    Task<WorkPage> ListAsync(WorkFilter filter, string? cursor, int limit);

    /// <summary>The item's row, or null.</summary>
    [Alias("find"), Repeatable]
    Task<WorkItemView?> FindAsync(long id);

    /// <summary>How the item's earlier leases ended, oldest first.</summary>
    [Alias("attempts"), Repeatable]
    Task<IReadOnlyList<AttemptView>> GetAttemptsAsync(long id);

    /// <summary>The names of the queues that hold or held work.</summary>
    [Alias("queues"), Repeatable]
    Task<IReadOnlyList<string>> ListQueuesAsync();

    /// <summary>Workers by last sign of life, newest first.</summary>
    [Alias("workers"), Repeatable]
    Task<IReadOnlyList<WorkerView>> ListWorkersAsync(string queue, int limit);

    /// <summary>Events per minute since a time, oldest first; minutes without an event are left out.</summary>
    [Alias("rates"), Repeatable]
    Task<IReadOnlyList<RatePoint>> GetRatesAsync(string queue, DateTimeOffset since);
}

/// <summary>All conditions must hold; null means any.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.filter")]
public sealed record WorkFilter
{
    [Id(0)] public string? Kind { get; init; }

    [Id(1)] public string? Queue { get; init; }

    [Id(2)] public WorkStatus? Status { get; init; }

    /// <summary>The beginning of the item's name, case-sensitive.</summary>
    [Id(3)] public string? NamePrefix { get; init; }

    /// <summary>Whose items; a node of 0.1 does not know this condition, and gives those of all.</summary>
    [Id(4)] public string? Owner { get; init; }

    /// <summary>Contained in the name, ignoring case.</summary>
    [Id(5)] public string? NameContains { get; init; }

    /// <summary>Contained in the error, ignoring case.</summary>
    [Id(6)] public string? ErrorContains { get; init; }

    /// <summary>What the work is about.</summary>
    [Id(7)] public string? Target { get; init; }

    /// <summary>Who holds, or held, the newest lease.</summary>
    [Id(8)] public string? Worker { get; init; }

    /// <summary>One of its tags; only tasks have any.</summary>
    [Id(9)] public string? Tag { get; init; }

    [Id(10)] public DateTimeOffset? CreatedAfter { get; init; }

    [Id(11)] public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Oldest first.</summary>
    [Id(12)] public bool Ascending { get; init; }

    /// <summary>Any of these; empty: of all.</summary>
    [Id(13)] public IReadOnlyList<WorkStatus> Statuses { get; init; } = [];

    /// <summary>The group of errors, as a <see cref="Failures.FailureGroup"/> has it. Items are looked at one by one for it; for acts on many alone.</summary>
    [Id(14)] public string? ErrorPattern { get; init; }

    /// <summary>It ended at this time or later. Items are looked at one by one for it; for acts on many alone.</summary>
    [Id(15)] public DateTimeOffset? FinishedSince { get; init; }
}

/// <param name="Next">Hand it in to get the next page; null at the end.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.page")]
public sealed record WorkPage(
    [property: Id(0)] IReadOnlyList<WorkItemView> Items,
    [property: Id(1)] string? Next);

/// <param name="Held">Leases held now.</param>
/// <param name="Completed">Results accepted from this worker, ever.</param>
/// <param name="Failed">Errors reported by this worker, ever.</param>
/// <param name="Expired">Leases it let run out, ever.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.worker")]
public sealed record WorkerView(
    [property: Id(0)] string Owner,
    [property: Id(1)] DateTimeOffset FirstSeen,
    [property: Id(2)] DateTimeOffset LastSeen,
    [property: Id(3)] long Held,
    [property: Id(4)] long Completed,
    [property: Id(5)] long Failed,
    [property: Id(6)] long Expired);

/// <param name="Event">"created", "leased", "completed", "failed", "cancelled", "timedout" or "requeued".</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.rate-point")]
public sealed record RatePoint(
    [property: Id(0)] DateTimeOffset Minute,
    [property: Id(1)] string Event,
    [property: Id(2)] long Count);
