using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Jobs;

/// <summary>
/// One for each node: with more of them the runtime does not know which one to tell that a caller has left
/// (github.com/dotnet/orleans/issues/9877).
/// </summary>
[StatelessWorker(1), Reentrant]
public sealed partial class JobDispatchGrain(IGrainFactory grains, TimeProvider time, ILogger<JobDispatchGrain> log) : Grain, IJobDispatchGrain
{
    private const int MaxJobs = 100;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private IQueueGroupGrain Queues => grains.Reach<IQueueGroupGrain>(JobNames.Door);

    public async Task<JobClaimResult> ClaimAsync(JobClaim claim, CancellationToken cancellationToken)
    {
        // Measured, not by the clock, which may be set while a worker waits.
        var began = time.GetTimestamp();
        var wait = claim.Wait < MaxWait ? claim.Wait : MaxWait;
        var queues = QueuesOf(claim);
        while (true)
        {
            // A job for a worker that has left would be out for a whole lease with nobody at work on it.
            cancellationToken.ThrowIfCancellationRequested();
            var isInMaintenance = (await grains.Reach<IMaintenanceGrain>(JobNames.Door).GetAsync()).Paused;
            var (jobs, isPaused) = isInMaintenance ? ([], true) : await TryClaimAsync(claim, queues);
            var left = wait - time.GetElapsedTime(began);
            if (jobs.Count == 0 && !isPaused && left <= TimeSpan.Zero)
            {
                // The windows are told of a job after its client was answered: that there is none, only the rows know.
                await Task.WhenAll(queues.Select(queue => Queues.RefillAsync(queue)));
                (jobs, isPaused) = await TryClaimAsync(claim, queues);
            }

            if (jobs.Count > 0 && cancellationToken.IsCancellationRequested)
            {
                await GiveBackAsync(jobs);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (jobs.Count > 0 || left <= TimeSpan.Zero)
            {
                return new(jobs, isPaused && jobs.Count == 0);
            }

            if (isInMaintenance)
            {
                await Task.Delay(left < LookAgainAfter ? left : LookAgainAfter, time, cancellationToken);
            }
            else
            {
                await Queues.WaitAsync(queues, left, cancellationToken);
            }
        }
    }

    private static IReadOnlyList<string> QueuesOf(JobClaim claim) =>
        claim.Operations.Count > 0 ? [.. claim.Operations.Distinct().Select(JobNames.Queue)] : JobNames.Queues;

    /// <summary>An entry whose job is no longer queued is passed over, and what waits behind it is next.</summary>
    private async Task<(IReadOnlyList<JobView> Jobs, bool Paused)> TryClaimAsync(JobClaim claim, IReadOnlyList<string> queues)
    {
        var jobs = new List<JobView>();
        var max = Math.Clamp(claim.Max, 1, MaxJobs);
        while (jobs.Count < max)
        {
            try
            {
                var (entries, isPaused, _) = await Queues.TakeAsync(queues, max - jobs.Count);
                if (entries.Count == 0)
                {
                    return (jobs, isPaused);
                }

                jobs.AddRange(await LeaseAsync(entries, claim));
            }
            catch (Exception exception) when (jobs.Count > 0)
            {
                // What is leased by now goes to its worker; the rest is there for the next claim.
                LogCutShort(jobs.Count, exception);
                break;
            }
        }

        return (jobs, false);
    }

    /// <summary>Nobody hears the answer any more. What cannot be given back comes back when its lease ends.</summary>
    private async Task GiveBackAsync(IReadOnlyList<JobView> jobs)
    {
        try
        {
            await Task.WhenAll(jobs.Select(job => grains.Reach<IJobGrain>(job.Id).ReleaseAsync(job.LeaseNumber, "The worker left before it had the job.")));
        }
#pragma warning disable CA1031 // See above: also of a node that does not know the call yet.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotGivenBack(jobs.Count, exception);
        }
    }

    /// <summary>What was leased goes to its worker, also when another of the entries could not be: that one comes again.</summary>
    private async Task<IReadOnlyList<JobView>> LeaseAsync(IReadOnlyList<QueueEntry> entries, JobClaim claim)
    {
        var leases = entries.Select(entry => grains.Reach<IJobGrain>(entry.Id).ClaimAsync(claim.Worker, claim.Lease)).ToList();
        try
        {
            return [.. (await Task.WhenAll(leases)).OfType<JobView>()];
        }
        catch (Exception exception) when (leases.Exists(lease => lease.IsCompletedSuccessfully))
        {
            LogNotLeased(leases.Count(lease => lease.IsFaulted), exception);
            var done = await Task.WhenAll(leases.Where(lease => lease.IsCompletedSuccessfully));
            return [.. done.OfType<JobView>()];
        }
    }

    [LoggerMessage(5008, LogLevel.Warning, "Of {Count} jobs for a worker that has left, not all could be given back")]
    private partial void LogNotGivenBack(int count, Exception exception);

    [LoggerMessage(5007, LogLevel.Warning, "A claim has {Count} jobs and gets no more")]
    private partial void LogCutShort(int count, Exception exception);

    [LoggerMessage(5006, LogLevel.Warning, "{Count} jobs could not be leased; they are handed out again")]
    private partial void LogNotLeased(int count, Exception exception);
}
