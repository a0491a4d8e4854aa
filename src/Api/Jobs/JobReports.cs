using Switchyard.Hosting;

namespace Switchyard.Jobs;

/// <summary>Takes the original workers' reports. Such a worker fails its job on any answer but 200, so failures that pass are outlasted.</summary>
internal sealed class JobReports(IGrainFactory grains, PatientCalls calls)
{
    /// <summary>Characters by which the line of a very long message is known: its middle was left out.</summary>
    private const int Sample = 1000;

    public async Task<JobUpdateOutcome> UpdateAsync(long id, JobUpdate update, CancellationToken cancellationToken)
    {
        var job = grains.Reach<IJobGrain>(id);
        var tries = 0;
        return await calls.AskShortAsync(ReportAsync, cancellationToken);

        // Of an earlier try only the answer may be lost. It may also be heard while this one asks.
        async Task<JobUpdateOutcome> ReportAsync()
        {
            var isRepeated = tries++ > 0;
            if (isRepeated && Says(await job.GetJobAsync(), update))
            {
                return JobUpdateOutcome.Updated;
            }

            var outcome = await job.UpdateAsync(update);
            return outcome == JobUpdateOutcome.Ended && isRepeated && Says(await job.GetJobAsync(), update)
                ? JobUpdateOutcome.Updated
                : outcome;
        }
    }

    /// <summary>Whether the update is the last that happened to the job.</summary>
    private static bool Says(JobView? job, JobUpdate update)
    {
        var lines = update.Lines().ToList();
        return job is not null
            && lines.Count > 0
            && job.Log.Count >= lines.Count
            && (update.Status ?? job.Status) == job.Status
            && (update.Description ?? job.Parameters.Description) == job.Parameters.Description
            && job.Log.TakeLast(lines.Count).Zip(lines).All(pair => IsOf(pair.First.Message, pair.Second));
    }

    private static bool IsOf(string line, string message) => line == message
        || (line.Length > 2 * Sample
            && line.Length < message.Length
            && message.AsSpan().StartsWith(line.AsSpan(0, Sample))
            && message.AsSpan().EndsWith(line.AsSpan(line.Length - Sample)));
}
