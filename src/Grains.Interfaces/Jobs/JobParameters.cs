namespace Switchyard.Jobs;

/// <summary>What a job is to do. Which of the optional parts a job keeps depends on its operation.</summary>
/// <param name="Target">The dataset, or <see cref="JobNames.Datastore"/>.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.parameters")]
public sealed record JobParameters(
    [property: Id(0)] JobOperation Operation,
    [property: Id(1)] string Target,
    [property: Id(2)] BumpManifesto? BumpManifesto = null,
    [property: Id(3)] string? Description = null,
    [property: Id(4)] ReleaseStatus? ReleaseStatus = null,
    [property: Id(5)] string? BumpFromVersion = null,
    [property: Id(6)] string? BumpToVersion = null);

/// <summary>The datastore version that a BUMP makes.</summary>
/// <param name="ReleaseTime">Seconds since 1970, as its author says.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.bump-manifesto")]
public sealed record BumpManifesto(
    [property: Id(0)] string Version,
    [property: Id(1)] string Description,
    [property: Id(2)] long ReleaseTime,
    [property: Id(3)] string LanguageCode,
    [property: Id(4)] string? UpdateType,
    [property: Id(5)] IReadOnlyList<DataStructureUpdate> DataStructureUpdates);

/// <summary>What a BUMP does to one dataset; free texts of its author.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.data-structure-update")]
public sealed record DataStructureUpdate(
    [property: Id(0)] string Name,
    [property: Id(1)] string Description,
    [property: Id(2)] string Operation,
    [property: Id(3)] string ReleaseStatus);

/// <summary>Who made a job.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.user")]
public sealed record JobUser(
    [property: Id(0)] string UserId,
    [property: Id(1)] string FirstName,
    [property: Id(2)] string LastName);

[GenerateSerializer, Immutable, Alias("switchyard.jobs.log-entry")]
public sealed record JobLogEntry(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Message);
