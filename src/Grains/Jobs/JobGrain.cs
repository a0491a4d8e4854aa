using Switchyard.Hosting;
using Switchyard.Jobs.Rules;
using Switchyard.Work;

namespace Switchyard.Jobs;

/// <summary>One job. It leaves memory soon after it was asked for: finished jobs are many and seldom asked for again.</summary>
[GrainType(JobNames.Kind), CollectionAgeLimit("00:00:30")]
public sealed class JobGrain(
    [PersistentState("job", WorkGrainStorage.Name)] IPersistentState<WorkState> state,
    WorkItemServices services) : WorkItemGrain(state, services), IJobGrain
{
    public async Task<JobView?> GetJobAsync()
    {
        await ReloadAsync();
        return View();
    }

    public Task<JobUpdateOutcome> UpdateAsync(JobUpdate update) =>
        ActAsync(row => row is null ? new Decision<JobUpdateOutcome>(JobUpdateOutcome.Unknown) : JobActs.Update(row, update, Now));

    public async Task<JobView?> ClaimAsync(string worker, TimeSpan lease) =>
        await ActAsync(row => row is null ? new Decision<bool>(false) : JobActs.Claim(row, worker, lease, Now)) ? View() : null;

    public Task<JobActResult> RenewAsync(long leaseNumber, TimeSpan lease, JobUpdate update) =>
        ActOnLeaseAsync(row => JobActs.Renew(row, leaseNumber, lease, update, Now));

    public Task<JobActResult> CompleteAsync(long leaseNumber, string? log) =>
        ActOnLeaseAsync(row => JobActs.Complete(row, leaseNumber, log, Now));

    public Task<JobActResult> FailAsync(long leaseNumber, string error, bool retry, TimeSpan? retryAfter) =>
        ActOnLeaseAsync(row => JobActs.Fail(row, leaseNumber, error, retry, retryAfter, Now, TermsOf(row)));

    public Task<ActOutcome> ReleaseAsync(long leaseNumber, string reason) => ApplyAsync(new WorkCommand.Release(leaseNumber, reason));

    /// <summary>A target has one active job, and a reset would be another. The index judges; asking first spares its refusal.</summary>
    public override async Task<ActOutcome> ResetAsync() =>
        await GetAsync() is { } item && item.Status.IsTerminal() && await FindActiveAsync(item.Target) is not null
            ? ActOutcome.Conflict
            : await base.ResetAsync();

    protected override WorkWrite WriteOf(WorkRow old, Transition transition) => JobTransitions.Follow(old, transition, Now);

    /// <summary>In maintenance nothing of the door is handed out, whatever else is.</summary>
    protected override async Task<WaitingView> WhyWaitingAsync(WorkRow queued)
    {
        var maintenance = Grains.Reach<IMaintenanceGrain>(JobNames.Door).GetAsync();
        var otherwise = base.WhyWaitingAsync(queued);
        await Task.WhenAll(maintenance, otherwise);
        return await maintenance is { Paused: true } record
            ? new(WaitingCodes.Maintenance, $"maintenance was begun by {record.By}: {record.Message}")
            : await otherwise;
    }

    protected override async Task<string?> WhyNoResetAsync(WorkRow ended) =>
        await FindActiveAsync(ended.Target) is { } active
            ? $"There is an active job for the target {ended.Target}: job {active.Id}."
            : null;

    private async Task<JobActResult> ActOnLeaseAsync(Func<WorkRow, Decision<ActOutcome>> decide)
    {
        var outcome = await ActAsync(row => row is null ? new Decision<ActOutcome>(ActOutcome.Unknown) : decide(row));
        return new(outcome, View());
    }

    private async Task<WorkRow?> FindActiveAsync(string? target) =>
        (await Store.ListAsync(JobSelections.ActiveOf(target ?? ""))).SingleOrDefault();

    private JobView? View() => Row is { } row ? JobRows.ViewOf(row) : null;
}
