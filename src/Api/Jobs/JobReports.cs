using Switchyard.Hosting;

namespace Switchyard.Jobs;

/// <summary>Takes the original workers' reports. Such a worker fails its job on any answer but 200, so failures that pass are outlasted.</summary>
internal sealed class JobReports(IGrainFactory grains, PatientCalls calls)
{
    public async Task<JobUpdateOutcome> UpdateAsync(long id, JobUpdate update, CancellationToken cancellationToken)
    {
        var job = grains.Reach<IJobGrain>(id);
        var tries = 0;
        var outcome = await calls.AskAsync(
            () =>
            {
                tries++;
                return job.UpdateAsync(update);
            },
            cancellationToken);

        // An earlier try may have ended the job, and only its answer got lost.
        return outcome == JobUpdateOutcome.Ended && tries > 1 && await HasEndedSoAsync(job, update, cancellationToken)
            ? JobUpdateOutcome.Updated
            : outcome;
    }

    private async Task<bool> HasEndedSoAsync(IJobGrain job, JobUpdate update, CancellationToken cancellationToken) =>
        await calls.AskAsync(job.GetJobAsync, cancellationToken) is { } ended && ended.Status == update.Status;
}
