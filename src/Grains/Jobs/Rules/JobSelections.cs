using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Jobs.Rules;

/// <summary>Which jobs a filter is about, in terms of their rows. Pure.</summary>
internal static class JobSelections
{
    private static readonly WorkStatus[] Active = [WorkStatus.Queued, WorkStatus.Running];
    private static readonly WorkStatus[] Unsuccessful = [WorkStatus.Failed, WorkStatus.Cancelled, WorkStatus.TimedOut];

    /// <summary>Null when no job can match.</summary>
    public static WorkQuery? Of(JobFilter filter)
    {
        var statuses = StatusesOf(filter);
        return statuses is [] ? null : new WorkQuery
        {
            Kind = JobNames.Kind,
            Queues = filter.Operations.Count > 0 ? [.. filter.Operations.Distinct().Select(JobNames.Queue)] : null,
            Statuses = statuses,
            Target = string.IsNullOrEmpty(filter.Target) ? null : filter.Target,
            Owner = filter.Owner,
            Facets = filter.Status is { } stage && JobRows.IsHeld(stage) ? [new(JobWords.Of(stage), FacetComparison.Equal, 1)] : [],
            WithBodies = true,
        };
    }

    /// <summary>Whether a row matches, its target aside.</summary>
    public static bool Matches(JobFilter filter, JobView job) =>
        (filter.Status is null || job.Status == filter.Status)
        && (filter.Owner is null || job.Owner == filter.Owner)
        && (filter.Operations.Count == 0 || filter.Operations.Contains(job.Parameters.Operation))
        && (!filter.IgnoreCompleted || job.Status is not (JobStatus.Completed or JobStatus.Failed));

    /// <summary>The one active item that a target can have.</summary>
    public static WorkQuery ActiveOf(string target) => new()
    {
        Kind = JobNames.Kind,
        Target = target,
        Statuses = Active,
        WithBodies = true,
        Limit = 1,
    };

    /// <summary>What a target was used for of late, newest first.</summary>
    public static WorkQuery NewestOf(string target) => new()
    {
        Kind = JobNames.Kind,
        Target = target,
        WithBodies = true,
        Descending = true,
        Limit = 50,
    };

    private static WorkStatus[]? StatusesOf(JobFilter filter) => (filter.Status, filter.IgnoreCompleted) switch
    {
        (null, false) => null,
        (null, true) => Active,
        (JobStatus.Completed or JobStatus.Failed, true) => [],
        (JobStatus.Completed, _) => [WorkStatus.Completed],
        (JobStatus.Failed, _) => Unsuccessful,
        (JobStatus.Queued, _) => [WorkStatus.Queued],
        _ => [WorkStatus.Running],
    };
}
