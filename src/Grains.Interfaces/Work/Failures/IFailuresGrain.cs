using Switchyard.Hosting;

namespace Switchyard.Work.Failures;

/// <summary>What failed, across all doors, in groups of the same error. A stateless worker over the store; the key is always 0.</summary>
[Alias("switchyard.work.failures-grain")]
public interface IFailuresGrain : IGrainWithIntegerKey
{
    /// <summary>The groups of what failed or timed out and has not been tried again, the largest first.</summary>
    [Alias("read"), Repeatable]
    Task<FailureReport> ReadAsync(FailureQuery query);
}

/// <summary>All conditions must hold; null means any.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.failure-query")]
public sealed record FailureQuery
{
    [Id(0)] public string? Kind { get; init; }

    [Id(1)] public string? Queue { get; init; }

    /// <summary>It ended at this time or later.</summary>
    [Id(2)] public DateTimeOffset? Since { get; init; }
}

/// <param name="Groups">The largest, a hundred at most.</param>
/// <param name="Count">How many items failed, also those of groups that are not among <paramref name="Groups"/>.</param>
/// <param name="Unsorted">How many more failed that are in no group yet: they are of an earlier release, and are given one bit by bit.</param>
/// <param name="IsWhole">There are no more groups.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.failure-report")]
public sealed record FailureReport(
    [property: Id(0)] IReadOnlyList<FailureGroup> Groups,
    [property: Id(3)] long Count,
    [property: Id(4)] long Unsorted,
    [property: Id(2)] bool IsWhole);

/// <summary>Items that failed for the same reason.</summary>
/// <param name="Pattern">What their errors have in common: the last line, with words that have digits as "#"; see <see cref="WorkFilter.ErrorPattern"/>.</param>
/// <param name="Newest">The item that failed last, with its whole error.</param>
/// <param name="First">When the first of them failed.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.failure-group")]
public sealed record FailureGroup(
    [property: Id(0)] string Pattern,
    [property: Id(1)] long Count,
    [property: Id(2)] WorkItemView Newest,
    [property: Id(3)] DateTimeOffset First,
    [property: Id(4)] DateTimeOffset Last,
    [property: Id(5)] IReadOnlyList<string> Kinds,
    [property: Id(6)] IReadOnlyList<string> Queues);

/// <summary>How the grain is reached.</summary>
public static class FailureGrains
{
    public static IFailuresGrain GetFailures(this IGrainFactory grains) => grains.Reach<IFailuresGrain>(0);
}
