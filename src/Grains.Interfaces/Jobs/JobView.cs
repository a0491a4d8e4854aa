namespace Switchyard.Jobs;

/// <summary>One job as its clients see it.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.job")]
public sealed record JobView
{
    /// <summary>The work item's id; on the wire a decimal string.</summary>
    [Id(0)] public required long Id { get; init; }

    [Id(1)] public required JobStatus Status { get; init; }

    [Id(2)] public required JobParameters Parameters { get; init; }

    /// <summary>Oldest first. Of a very long log the middle is left out.</summary>
    [Id(3)] public required IReadOnlyList<JobLogEntry> Log { get; init; }

    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(5)] public required JobUser CreatedBy { get; init; }

    /// <summary>The fencing token of the newest lease; 0 before the first.</summary>
    [Id(6)] public required long LeaseNumber { get; init; }

    /// <summary>Who holds it; null when nobody does.</summary>
    [Id(7)] public string? Worker { get; init; }

    /// <summary>Null when nobody holds it, or when it is held by the original protocol, which knows no leases.</summary>
    [Id(8)] public DateTimeOffset? LeaseExpiresAt { get; init; }

    [Id(9)] public required int Attempt { get; init; }

    /// <summary>Why it failed or was given back; null when it was neither.</summary>
    [Id(10)] public string? Error { get; init; }

    /// <summary>Whose it is: the account or key that sent it, else the user who made it; null from nodes of 0.1.</summary>
    [Id(11)] public string? Owner { get; init; }
}

/// <summary>The last that happened to a target.</summary>
/// <param name="Action">"ADD"; "SET_STATUS", "DRAFT"; "BUMP", from, to; "RELEASED" or "REMOVED", version.</param>
/// <param name="LastUpdatedBy">Who made the job, not who reported on it.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.target")]
public sealed record TargetView(
    [property: Id(0)] string Name,
    [property: Id(1)] DateTimeOffset LastUpdatedAt,
    [property: Id(2)] JobStatus Status,
    [property: Id(3)] JobUser LastUpdatedBy,
    [property: Id(4)] IReadOnlyList<string> Action);
