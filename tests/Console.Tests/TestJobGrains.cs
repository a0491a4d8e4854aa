using Orleans.Concurrency;
using Switchyard.Jobs;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

[StatelessWorker]
public sealed class TestJobQueriesGrain(JobsState state) : Grain, IJobQueriesGrain
{
    public Task<JobPage> ListAsync(JobFilter filter, long after, int limit)
    {
        var order = filter.NewestFirst ? -1 : 1;
        var jobs = state.Jobs.Select(job => job.View)
            .Where(job => filter.Status is null || job.Status == filter.Status)
            .Where(job => filter.Operations.Count == 0 || filter.Operations.Contains(job.Parameters.Operation))
            .Where(job => filter.Target is null || job.Parameters.Target == filter.Target)
            .Where(job => after == 0 || order * job.Id > order * after)
            .OrderBy(job => order * job.Id)
            .ToList();
        return Task.FromResult(new JobPage([.. jobs.Take(limit)], jobs.Count > limit ? jobs[limit - 1].Id : null));
    }

    public Task<TargetPage> ListTargetsAsync(long after, int limit) => Task.FromResult(new TargetPage(
        [.. state.Targets.Skip((int)after).Take(limit)], state.Targets.Count > after + limit ? after + limit : null));
}

public sealed class TestJobGrain(JobsState state) : Grain, IJobGrain
{
    private TestJob? Job => state.Find(this.GetPrimaryKeyLong());

    public Task<JobView?> GetJobAsync() => Task.FromResult(Job?.View);

    public Task<WorkItemView?> GetAsync() => Task.FromResult(Job?.Item);

    public Task<string?> WhyNoResetAsync() => Task.FromResult(state.WhyNoReset);

    public Task<ActOutcome> CancelAsync(string reason)
    {
        state.Cancelled.Enqueue((this.GetPrimaryKeyLong(), reason));
        state.Put(Job! with { View = Job.View with { Status = JobStatus.Failed }, Item = Job.Item with { Status = WorkStatus.Cancelled, Error = reason } });
        return Task.FromResult(ActOutcome.Accepted);
    }

    public Task<ActOutcome> ResetAsync()
    {
        state.Reset.Enqueue(this.GetPrimaryKeyLong());
        state.Put(Job! with { View = Job.View with { Status = JobStatus.Queued }, Item = Job.Item with { Status = WorkStatus.Queued } });
        return Task.FromResult(ActOutcome.Accepted);
    }

    public Task<WaitingView?> WhyWaitingAsync() => Task.FromResult(Job?.Item.Status == WorkStatus.Queued
        ? new WaitingView(WaitingCodes.NoWorker, "no worker has taken it yet")
        : null);

    public Task<ActOutcome> ExpireAsync() => throw new NotSupportedException();

    public Task<JobUpdateOutcome> UpdateAsync(JobUpdate update) => throw new NotSupportedException();

    public Task<JobView?> ClaimAsync(string worker, TimeSpan lease) => throw new NotSupportedException();

    public Task<JobActResult> RenewAsync(long leaseNumber, TimeSpan lease, JobUpdate update) => throw new NotSupportedException();

    public Task<JobActResult> CompleteAsync(long leaseNumber, string? log) => throw new NotSupportedException();

    public Task<JobActResult> FailAsync(long leaseNumber, string error, bool retry, TimeSpan? retryAfter) => throw new NotSupportedException();
}

public sealed class TestTargetGrain(JobsState state) : Grain, ITargetGrain
{
    public Task<DatasetDeletion> DeleteDatasetAsync()
    {
        state.Deleted.Enqueue(TargetKeys.TargetOf(this.GetPrimaryKeyString()));
        return Task.FromResult(state.Deletion);
    }

    public Task<AdmissionResult> AdmitAsync(Admission admission) => throw new NotSupportedException();

    public Task<TargetView?> GetAsync() => throw new NotSupportedException();
}

[StatelessWorker]
public sealed class TestDatasetsGrain(JobsState state) : Grain, IDatasetsGrain
{
    public Task<IReadOnlyList<ImportableDataset>> ListAsync() => Task.FromResult(state.Datasets);
}

public sealed class TestMaintenanceGrain(JobsState state, TimeProvider time) : Grain, IMaintenanceGrain
{
    public Task<MaintenanceRecord> SetAsync(string message, bool paused, string by)
    {
        state.Maintenance = [.. state.Maintenance, new(state.Maintenance.Count + 1, message, paused, time.GetUtcNow(), by)];
        return GetAsync();
    }

    public Task<MaintenanceRecord> GetAsync() => Task.FromResult(state.Maintenance[^1]);

    public Task<IReadOnlyList<MaintenanceRecord>> GetHistoryAsync(long? before, int limit) => Task.FromResult<IReadOnlyList<MaintenanceRecord>>(
        [.. state.Maintenance.Reverse().Where(record => before is null || record.Number < before).Take(limit)]);
}
