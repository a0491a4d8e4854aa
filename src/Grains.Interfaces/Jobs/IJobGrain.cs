using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Jobs;

/// <summary>One job; the key is its id. Each transition carries the target's record, so the two never disagree.</summary>
[Alias("switchyard.jobs.job-grain")]
public interface IJobGrain : IWorkItemGrain
{
    /// <summary>The job, or null.</summary>
    [Alias("get-job"), Repeatable]
    Task<JobView?> GetJobAsync();

    /// <summary>
    /// The original protocol: an unconditional report, by whoever calls. A job that a worker holds under a lease that
    /// runs out is refused; so is a terminal one.
    /// </summary>
    [Alias("update")]
    Task<JobUpdateOutcome> UpdateAsync(JobUpdate update);

    /// <summary>Leases the job if it is still queued; null when it is not.</summary>
    [Alias("claim")]
    Task<JobView?> ClaimAsync(string worker, TimeSpan lease);

    /// <summary>Extends the lease, and reports how far the work is.</summary>
    /// <param name="update">Its status, if any, is neither queued nor terminal.</param>
    [Alias("renew")]
    Task<JobActResult> RenewAsync(long leaseNumber, TimeSpan lease, JobUpdate update);

    /// <summary>Ends the job with success. Saying so twice under the same lease is accepted twice.</summary>
    [Alias("complete"), Repeatable]
    Task<JobActResult> CompleteAsync(long leaseNumber, string? log);

    /// <summary>Ends the job without success, or with <paramref name="retry"/> gives it back to its queue.</summary>
    /// <param name="retryAfter">How long it is not handed out again; only with <paramref name="retry"/>.</param>
    [Alias("fail")]
    Task<JobActResult> FailAsync(long leaseNumber, string error, bool retry, TimeSpan? retryAfter);

    /// <summary>Gives the job back to its queue: it says nothing of the job, and nothing is counted.</summary>
    [Alias("release")]
    Task<ActOutcome> ReleaseAsync(long leaseNumber, string reason);
}

/// <summary>What a worker says of a job; null: nothing. Each part leaves a line in the log.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.update")]
public sealed record JobUpdate(
    [property: Id(0)] JobStatus? Status = null,
    [property: Id(1)] string? Description = null,
    [property: Id(2)] string? Log = null)
{
    /// <summary>The lines that it leaves in the log, in their order.</summary>
    public IEnumerable<string> Lines()
    {
        if (Description is not null)
        {
            yield return "Added update description";
        }

        if (Status is { } status)
        {
            yield return $"Set status: {JobWords.Of(status)}";
        }

        if (Log is not null)
        {
            yield return Log;
        }
    }
}

[GenerateSerializer, Alias("switchyard.jobs.update-outcome")]
public enum JobUpdateOutcome
{
    Updated = 0,
    Unknown = 1,

    /// <summary>The job has ended. Nothing changed.</summary>
    Ended = 2,

    /// <summary>A worker holds the job under a lease that runs out; only its lease number may act. Nothing changed.</summary>
    Leased = 3,
}

/// <param name="Job">As it stands after the act; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.act-result")]
public sealed record JobActResult([property: Id(0)] ActOutcome Outcome, [property: Id(1)] JobView? Job);
