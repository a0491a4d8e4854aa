using Switchyard.Jobs;
using Switchyard.Work;

namespace Switchyard.Yard;

public sealed class YardTargetGrain(YardState yard) : Grain, ITargetGrain
{
    private string Target => TargetKeys.TargetOf(this.GetPrimaryKeyString());

    public Task<AdmissionResult> AdmitAsync(Admission admission)
    {
        yard.Jobs.Admissions.Enqueue(admission);
        if (yard.Jobs.Failures.TryGetValue(Target, out var failures) && failures.TryDequeue(out var failure))
        {
            throw failure;
        }

        if (admission.IdempotencyKey?.StartsWith("reused", StringComparison.Ordinal) == true)
        {
            return Task.FromResult(new AdmissionResult(AdmissionOutcome.KeyReused));
        }

        return Task.FromResult(yard.Jobs.ActiveFor(Target) is { } active
            ? new AdmissionResult(AdmissionOutcome.TargetBusy, active.Id)
            : new AdmissionResult(AdmissionOutcome.Admitted, yard.Jobs.Add(admission.Parameters, admission.CreatedBy, id: admission.Id).Id));
    }

    public Task<TargetView?> GetAsync() => Task.FromResult(yard.Jobs.Targets.GetValueOrDefault(Target));

    public Task<DatasetDeletion> DeleteDatasetAsync() => Task.FromResult(yard.Jobs.Files.GetValueOrDefault(Target, DatasetDeletion.NotFound));
}

public sealed class YardJobIdsGrain(YardState yard) : Grain, IJobIdsGrain
{
    public Task<long> ReserveAsync(int count) =>
        yard.Jobs.NoIds.TryDequeue(out var failure) ? throw failure : Task.FromResult(yard.Jobs.Reserve(count));
}

[GrainType(JobNames.Kind)]
public sealed class YardJobGrain(YardState yard) : Grain, IJobGrain
{
    private JobView? Job => yard.Jobs.All.GetValueOrDefault(this.GetPrimaryKeyLong());

    public Task<JobView?> GetJobAsync() => Task.FromResult(Job);

    public Task<JobUpdateOutcome> UpdateAsync(JobUpdate update)
    {
        if (Job is not { } job)
        {
            return Task.FromResult(JobUpdateOutcome.Unknown);
        }

        if (job.Status is JobStatus.Completed or JobStatus.Failed)
        {
            return Task.FromResult(JobUpdateOutcome.Ended);
        }

        if (job.LeaseExpiresAt is not null)
        {
            return Task.FromResult(JobUpdateOutcome.Leased);
        }

        if (yard.Jobs.Meanwhile.TryRemove(job.Id, out var change))
        {
            yard.Jobs.All[job.Id] = change(job);
            throw new SiloUnavailableException("gone");
        }

        yard.Jobs.Updates.Enqueue((job.Id, update));
        yard.Jobs.All[job.Id] = job with
        {
            Status = update.Status ?? job.Status,
            Log = [.. job.Log, .. update.Lines().Select(line => new JobLogEntry(YardJobs.Created, line))],
        };
        return yard.Jobs.LostAnswers.TryGetValue(job.Id, out var lost) && lost.TryDequeue(out var failure)
            ? throw failure
            : Task.FromResult(JobUpdateOutcome.Updated);
    }

    public Task<JobView?> ClaimAsync(string worker, TimeSpan lease) => Task.FromResult<JobView?>(null);

    public Task<JobActResult> RenewAsync(long leaseNumber, TimeSpan lease, JobUpdate update) => Act(
        leaseNumber,
        job =>
        {
            yard.Jobs.Updates.Enqueue((job.Id, update));
            return job with { Status = update.Status ?? job.Status, LeaseExpiresAt = YardJobs.Created + lease };
        });

    public Task<JobActResult> CompleteAsync(long leaseNumber, string? log) => Act(leaseNumber, job => job with { Status = JobStatus.Completed });

    public Task<JobActResult> FailAsync(long leaseNumber, string error, bool retry, TimeSpan? retryAfter) => Act(
        leaseNumber,
        job => job with
        {
            Status = retry ? JobStatus.Queued : JobStatus.Failed,
            Log = [new JobLogEntry(YardJobs.Created, $"{error}, {retryAfter}")],
        });

    public Task<WorkItemView?> GetAsync() => Task.FromResult<WorkItemView?>(null);

    public Task<ActOutcome> CancelAsync(string reason) => Task.FromResult(ActOutcome.Unknown);

    public Task<ActOutcome> ResetAsync() => Task.FromResult(ActOutcome.Unknown);

    public Task<string?> WhyNoResetAsync() => Task.FromResult<string?>(null);

    public Task<ActOutcome> ExpireAsync() => Task.FromResult(ActOutcome.Unknown);

    private Task<JobActResult> Act(long leaseNumber, Func<JobView, JobView> change)
    {
        if (Job is not { } job)
        {
            return Task.FromResult(new JobActResult(ActOutcome.Unknown, null));
        }

        if (job.Worker is null || job.LeaseNumber != leaseNumber)
        {
            return Task.FromResult(new JobActResult(job.Worker is null ? ActOutcome.Conflict : ActOutcome.Stale, job));
        }

        yard.Jobs.All[job.Id] = change(job);
        return Task.FromResult(new JobActResult(ActOutcome.Accepted, Job));
    }
}

public sealed class YardJobDispatchGrain(YardState yard) : Grain, IJobDispatchGrain
{
    public async Task<JobClaimResult> ClaimAsync(JobClaim claim, CancellationToken cancellationToken)
    {
        yard.Jobs.Claims.Enqueue(claim);
        if (claim.Worker.StartsWith(YardJobs.Waiter, StringComparison.Ordinal))
        {
            var waiter = yard.Jobs.WaiterOf(claim.Worker);
            waiter.Asked.TrySetResult();
            await using var left = cancellationToken.Register(() => waiter.Left.TrySetResult());
            await waiter.Left.Task;
        }

        // A worker is named like the target whose job it gets.
        if (yard.Jobs.ActiveFor(claim.Worker) is not { } job)
        {
            return new JobClaimResult([], Paused: true);
        }

        var leased = job with { Worker = claim.Worker, LeaseNumber = 7, LeaseExpiresAt = YardJobs.Created + claim.Lease, Status = JobStatus.Initiated };
        yard.Jobs.All[job.Id] = leased;
        return new JobClaimResult([leased], Paused: false);
    }
}

public sealed class YardDatasetsGrain : Grain, IDatasetsGrain
{
    public Task<IReadOnlyList<ImportableDataset>> ListAsync() => Task.FromResult<IReadOnlyList<ImportableDataset>>(
        [new ImportableDataset("KJOENN", true, true, false), new ImportableDataset("BOSTED", true, false, true)]);
}

/// <summary>One door's maintenance for each front end that a test starts would be one too many: all share it.</summary>
public sealed class YardMaintenanceGrain(YardState yard) : Grain, IMaintenanceGrain
{
    public Task<MaintenanceRecord> SetAsync(string message, bool paused, string by)
    {
        var record = new MaintenanceRecord(yard.Jobs.Maintenance.Count + 1, message, paused, YardJobs.Created, by);
        yard.Jobs.Maintenance.Enqueue(record);
        return Task.FromResult(record);
    }

    public Task<MaintenanceRecord> GetAsync() => yard.Jobs.Maintenance.LastOrDefault() is { } newest
        ? Task.FromResult(newest)
        : SetAsync("Initial status inserted by at startup.", paused: false, "switchyard");

    public Task<IReadOnlyList<MaintenanceRecord>> GetHistoryAsync(long? before, int limit) => Task.FromResult<IReadOnlyList<MaintenanceRecord>>(
        [.. yard.Jobs.Maintenance.Reverse().Where(record => before is null || record.Number < before).Take(limit)]);
}
