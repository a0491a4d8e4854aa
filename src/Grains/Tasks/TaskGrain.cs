using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Hosting;
using Switchyard.Tasks.Lane;
using Switchyard.Work;
using Switchyard.Work.Audit;

namespace Switchyard.Tasks;

/// <summary>It holds nothing and leaves memory soon: tasks are many, and seldom asked for alone.</summary>
[GrainType(TaskNames.Kind), Reentrant, CollectionAgeLimit("00:00:30")]
internal sealed partial class TaskGrain(
    ILaneStore store, IGrainFactory grains, TaskNews news, TimeProvider clock, ILogger<TaskGrain> log) : Grain, ITaskGrain
{
    private long Id => this.GetPrimaryKeyLong();

    private DateTimeOffset Now => LaneTime.Now(clock);

    public async Task<TaskView?> GetTaskAsync() => (await store.FindAsync(Id))?.View;

    public async Task<WorkItemView?> GetAsync() => (await store.FindAsync(Id))?.View.ToItem();

    public async Task<ActOutcome> CancelAsync(string reason) =>
        await TellAsync(await store.CancelAsync(Id, reason, Now, ActOf(AuditActs.Cancel, WorkStatus.Cancelled, reason)), WorkStatus.Cancelled);

    public async Task<ActOutcome> ResetAsync() =>
        await TellAsync(await store.RetryAsync(Id, Now, ActOf(AuditActs.Retry, WorkStatus.Queued, null)), WorkStatus.Queued);

    public async Task<ActOutcome> DeleteAsync()
    {
        var acted = await store.DeleteAsync(Id, ActOf(AuditActs.Delete, null, null));
        if (acted is { Outcome: ActOutcome.Accepted, Before: { } before })
        {
            news.Deleted(before);
        }

        return acted.Outcome;
    }

    public async Task<string?> WhyNoResetAsync() => await GetTaskAsync() switch
    {
        null => null,
        { Status: WorkStatus.Queued or WorkStatus.Running } => $"The task {Id} has not ended.",
        { UniqueKey: { } key } view => $"Another task of queue {view.Queue} has the unique key {key}.",
        _ => null,
    };

    public async Task<WaitingView?> WhyWaitingAsync()
    {
        if (await GetTaskAsync() is not { Status: WorkStatus.Queued } task)
        {
            return null;
        }

        var why = await grains.Reach<ITaskQueueGrain>(task.Queue).WhyWaitingAsync(task.Id, task.Priority, task.GroupKey);
        return why.Code != WaitingCodes.QueuePaused && task.NotBefore is { } start && start > Now ? WaitingRule.WhyNotBefore(start, task.Error) : why;
    }

    /// <summary>The sweep of the lane takes leases back.</summary>
    public Task<ActOutcome> ExpireAsync() => Task.FromResult(ActOutcome.Conflict);

    /// <summary>Null: nobody's.</summary>
    private AuditEntry? ActOf(string act, WorkStatus? after, string? reason) => AuditLog.IsPart || AuditEntry.Of(act, Now) is not { } entry
        ? null
        : entry with { Reason = reason, After = after?.Word() };

    private async Task<ActOutcome> TellAsync(LaneActed acted, WorkStatus after)
    {
        if (acted is { Outcome: ActOutcome.Accepted, Before: { } before })
        {
            try
            {
                await news.ActedAsync(before, after);
            }
#pragma warning disable CA1031 // The act is done; the queue's grain finds out by itself.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogNotTold(Id, exception);
            }
        }

        return acted.Outcome;
    }

    [LoggerMessage(9005, LogLevel.Warning, "The queue of task {Id} did not hear of an act on it")]
    private partial void LogNotTold(long id, Exception exception);
}
