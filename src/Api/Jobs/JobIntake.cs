using Switchyard.Hosting;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>Makes the jobs of a request, each on its own: what becomes of one is no matter to the others.</summary>
internal sealed partial class JobIntake(
    IGrainFactory grains, PatientCalls calls, JobsOptions options, TimeProvider time, ILogger<JobIntake> logger)
{
    /// <summary>An answer that takes longer was lost with a silo; the admission's token tells the second asking.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(3);

    /// <summary>Jobs for different targets are made side by side, those for one target in their order.</summary>
    /// <param name="owner">The account or key that sent it; null: the jobs are the creator's.</param>
    /// <param name="idempotencyKey">The client's name for the request; null: it has none.</param>
    /// <returns>What became of each, in the order of the jobs.</returns>
    /// <exception cref="OperationCanceledException">The client left; some may have been made.</exception>
    public async Task<AdmissionJson[]> AdmitAsync(
        IReadOnlyList<JobParameters> jobs, JobUser creator, string? owner, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (jobs.Count == 1)
        {
            return [await AdmitOneAsync(jobs[0], creator, owner, KeyOf(idempotencyKey, 0), null, cancellationToken)];
        }

        if (jobs.Count == 0)
        {
            return [];
        }

        var first = await ReserveAsync(jobs.Count, cancellationToken);
        var under = new Dictionary<string, Task<AdmissionJson>>(StringComparer.Ordinal);
        var answers = new Task<AdmissionJson>[jobs.Count];
        for (var index = 0; index < jobs.Count; index++)
        {
            var (job, key, before) = (jobs[index], KeyOf(idempotencyKey, index), under.GetValueOrDefault(jobs[index].Target));
            under[job.Target] = answers[index] = AdmitAfterAsync(before, job, creator, owner, key, first + index, cancellationToken);
        }

        return await Task.WhenAll(answers);
    }

    /// <summary>
    /// Ids in a row: jobs are listed in the order of their ids, which is to be that of the request. An order is not worth
    /// a failure: when there are none to be had, each job takes any.
    /// </summary>
    private async Task<long?> ReserveAsync(int count, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.Reach<IJobIdsGrain>(0).ReserveAsync(count).WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoIds(failure);
            return null;
        }
    }

    private static string? KeyOf(string? idempotencyKey, int index) => idempotencyKey is null ? null : $"{idempotencyKey}#{index}";

    private async Task<AdmissionJson> AdmitAfterAsync(
        Task? before, JobParameters job, JobUser creator, string? owner, string? key, long? id, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            await before;
        }

        return await AdmitOneAsync(job, creator, owner, key, id, cancellationToken);
    }

    private async Task<AdmissionJson> AdmitOneAsync(
        JobParameters job, JobUser creator, string? owner, string? key, long? id, CancellationToken cancellationToken)
    {
        if (job.Operation == JobOperation.Bump)
        {
            if (job.Target != JobNames.Datastore)
            {
                return AdmissionJson.Refused($"The target of a BUMP must be {JobNames.Datastore}, not {job.Target}");
            }

            if (!options.BumpEnabled)
            {
                return AdmissionJson.BumpDisabled;
            }
        }

        try
        {
            var admission = new Admission(job, creator, Guid.NewGuid().ToString("N"), key, id) { Owner = owner };
            var result = await calls.AskAsync(
                () =>
                {
                    var asked = grains.GetTarget(job.Target).AdmitAsync(admission);
                    admission = admission with { IsRepeated = true };
                    return asked.WaitAsync(LostAfter, time, cancellationToken);
                },
                cancellationToken);
            return result.Outcome switch
            {
                AdmissionOutcome.Admitted => AdmissionJson.Created(result.JobId!.Value),
                AdmissionOutcome.TargetBusy => AdmissionJson.Refused($"Job already in progress for {job.Target}", result.JobId),
                _ => AdmissionJson.Refused("The idempotency key was used for another job"),
            };
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailure(failure);
            return AdmissionJson.Refused(ClusterFailure.IsTransient(failure)
                ? "The cluster failed while it made the job. Whether there is one is not known"
                : "The service met an error of its own. Its log says more");
        }
    }

    [LoggerMessage(5002, LogLevel.Warning, "No ids could be reserved; the jobs of a request may be listed in another order.")]
    private partial void LogNoIds(Exception failure);

    [LoggerMessage(5001, LogLevel.Error, "A job could not be made.")]
    private partial void LogFailure(Exception failure);
}
