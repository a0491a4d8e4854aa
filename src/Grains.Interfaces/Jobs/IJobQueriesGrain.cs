using Switchyard.Hosting;

namespace Switchyard.Jobs;

/// <summary>Reads over the jobs and targets of the door, by index. A stateless worker. The key is always 0.</summary>
[Alias("switchyard.jobs.queries-grain")]
public interface IJobQueriesGrain : IGrainWithIntegerKey
{
    /// <summary>One page, in the filter's order.</summary>
    /// <param name="after">Only jobs that come after this id in that order; 0 at the start.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list"), Repeatable]
    Task<JobPage> ListAsync(JobFilter filter, long after, int limit);

    /// <summary>One page, in the order in which the targets were first named.</summary>
    /// <param name="after">What the page before gave as its next; 0 at the start.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("targets"), Repeatable]
    Task<TargetPage> ListTargetsAsync(long after, int limit);
}

/// <summary>All conditions must hold; null and empty mean any.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.filter")]
public sealed record JobFilter
{
    [Id(0)] public JobStatus? Status { get; init; }

    [Id(1)] public IReadOnlyList<JobOperation> Operations { get; init; } = [];

    /// <summary>Leaves out completed and failed jobs.</summary>
    [Id(2)] public bool IgnoreCompleted { get; init; }

    /// <summary>Only jobs for this target, and BUMP jobs whose manifesto names it.</summary>
    [Id(3)] public string? Target { get; init; }

    /// <summary>The order is by id, which is that of making. Default: false, the oldest first.</summary>
    [Id(4)] public bool NewestFirst { get; init; }

    /// <summary>Whose jobs; a node of 0.1 does not know this condition, and gives those of all.</summary>
    [Id(5)] public string? Owner { get; init; }
}

/// <param name="Next">Hand it in as the next page's after; null at the end.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.page")]
public sealed record JobPage([property: Id(0)] IReadOnlyList<JobView> Jobs, [property: Id(1)] long? Next);

/// <param name="Next">Hand it in as the next page's after; null at the end.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.target-page")]
public sealed record TargetPage([property: Id(0)] IReadOnlyList<TargetView> Targets, [property: Id(1)] long? Next);
