using Switchyard.Work;

namespace Switchyard.Tasks;

/// <param name="Worker">Who will hold the lease; 1 to 200 characters.</param>
/// <param name="Max">1 to 1,000 tasks.</param>
/// <param name="Lease">1 s to a day; null: the queue's.</param>
/// <param name="MaxBytes">Stop before the payloads are more than this; the first is given all the same.</param>
/// <param name="IsLast">
/// When nothing is at hand the rows are looked at: what was committed before is found, also when the queue has not been told of it yet.
/// </param>
/// <param name="Ask">Its name when it is asked again: while the first is under way it has the first one's answer, and takes nothing more.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.claim")]
public sealed record TaskClaim(
    [property: Id(0)] string Worker,
    [property: Id(1)] int Max,
    [property: Id(2)] TimeSpan? Lease,
    [property: Id(3)] int MaxBytes,
    [property: Id(4)] bool IsLast = false,
    [property: Id(5)] Guid? Ask = null)
{
    /// <summary>Anything: it stays in its process, so the grain has it when who asks is in the grain's. Null: he is elsewhere.</summary>
    [field: NonSerialized]
    public object? Near { get; init; }
}

/// <summary>A task under a lease. One lease number stands for all that one claim took from one queue.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.claimed")]
public sealed record ClaimedTask
{
    [Id(0)] public required long Id { get; init; }

    /// <summary>The fencing token. Grows with each claim, in the whole cluster.</summary>
    [Id(1)] public required long LeaseNumber { get; init; }

    [Id(2)] public required DateTimeOffset LeaseExpiresAt { get; init; }

    /// <summary>From 1.</summary>
    [Id(3)] public required int Attempt { get; init; }

    /// <inheritdoc cref="NewTask.Payload"/>
    [Id(4)] public required byte[] Payload { get; init; }

    [Id(5)] public string? Name { get; init; }

    [Id(6)] public int Priority { get; init; }

    [Id(7)] public string GroupKey { get; init; } = "";

    [Id(8)] public IReadOnlyList<string> Tags { get; init; } = [];

    [Id(9)] public DateTimeOffset CreatedAt { get; init; }

    [Id(10)] public DateTimeOffset? Deadline { get; init; }

    /// <summary>When the attempt is over, however often its lease is renewed; null: never.</summary>
    [Id(11)] public DateTimeOffset? AttemptEndsAt { get; init; }

    /// <inheritdoc cref="NewTask.Trace"/>
    [Id(12)] public byte[]? Trace { get; init; }
}

/// <param name="Pause">Who paused the queue; then nothing is handed out.</param>
/// <param name="MayHaveMore">Nothing was at hand, but tasks may be ready all the same: ask again.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.claim-result")]
public sealed record TaskClaimResult(
    [property: Id(0)] IReadOnlyList<ClaimedTask> Tasks,
    [property: Id(1)] QueuePause? Pause,
    [property: Id(2)] bool MayHaveMore);
