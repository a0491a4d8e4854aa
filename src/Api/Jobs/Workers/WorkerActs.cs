using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Jobs.Workers;

/// <summary>What workers say of jobs that they hold. It outlasts the loss of a silo, for the lease number tells a repetition.</summary>
internal sealed class WorkerActs(IGrainFactory grains, PatientCalls calls)
{
    /// <remarks>When only an answer was lost, the log has the report's lines twice: better than a lease that ran out.</remarks>
    public Task<JobActResult> RenewAsync(long id, long leaseNumber, TimeSpan lease, JobUpdate update, CancellationToken cancellationToken) =>
        calls.AskAsync(() => Job(id).RenewAsync(leaseNumber, lease, update), cancellationToken);

    public Task<JobActResult> CompleteAsync(long id, long leaseNumber, string? log, CancellationToken cancellationToken) =>
        calls.AskAsync(() => Job(id).CompleteAsync(leaseNumber, log), cancellationToken);

    public async Task<JobActResult> FailAsync(
        long id, long leaseNumber, string error, bool retry, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var tries = 0;
        var result = await calls.AskAsync(
            () =>
            {
                tries++;
                return Job(id).FailAsync(leaseNumber, error, retry, retryAfter);
            },
            cancellationToken);
        var wasOurs = tries > 1 && retry && result.Job is { Status: JobStatus.Queued } given && given.LeaseNumber == leaseNumber;
        return wasOurs ? result with { Outcome = ActOutcome.Accepted } : result;
    }

    private IJobGrain Job(long id) => grains.Reach<IJobGrain>(id);
}
