using Orleans.Concurrency;
using Switchyard.Hosting;
using Switchyard.Tasks.Lane;
using Switchyard.Tasks.Once;
using Switchyard.Work.Audit;

namespace Switchyard.Tasks;

[StatelessWorker, Reentrant]
internal sealed class TaskLaneGrain(
    ILaneStore store, TaskIntake intake, TaskVerdicts verdicts, TaskQueues queues, TaskNews news, TaskLines lines, OnceSubmissions once, IGrainFactory grains, TimeProvider clock)
    : Grain, ITaskLaneGrain
{
    public async Task<IReadOnlyList<SubmittedTask>> SubmitAsync(IReadOnlyList<NewTask> tasks)
    {
        using var span = TaskTraces.StartSubmit();
        var made = await intake.MakeAsync(tasks);
        if (made.Count == 0)
        {
            return [];
        }

        if (await HandOverAsync(made) is not { } stored)
        {
            stored = await store.SubmitAsync(made);
            news.Submitted(made, stored);
        }

        return [.. stored.Zip(made, (task, sent) => new SubmittedTask(task.Id, task.Existing, Refusal: null, task.Existing ? default : sent.CreatedAt))];
    }

    /// <summary>Null: nobody is in line for them.</summary>
    private async Task<IReadOnlyList<LaneSubmitted>?> HandOverAsync(IReadOnlyList<LaneTask> made) =>
        lines.Has(made[0].Task.Queue) && made.All(task => task.Queue == made[0].Queue)
            ? await grains.Reach<ITaskHandOverGrain>(made[0].Task.Queue).SubmitAsync(made)
            : null;

    public Task<SubmittedOnce> SubmitOnceAsync(IReadOnlyList<NewTask> tasks, string key, byte[] hash) => SubmitOnceAsActAsync(tasks, key, hash, act: null);

    public async Task<SubmittedOnce> SubmitOnceAsActAsync(IReadOnlyList<NewTask> tasks, string key, byte[] hash, AuditEntry? act)
    {
        using var span = TaskTraces.StartSubmit();
        return await once.SubmitAsync(
            new((tasks is [var first, ..] ? first.Owner : null) ?? "", key), hash, () => intake.MakeAsync(tasks), news.Submitted, act);
    }

    public async Task<IReadOnlyList<TaskRenewed>> RenewAsync(IReadOnlyList<TaskRenewal> renewals, TimeSpan? lease)
    {
        var renewed = await store.RenewAsync(renewals, lease, LaneTime.Now(clock));
        await news.RenewedAsync(renewals, renewed);
        return renewed;
    }

    public async Task<IReadOnlyList<TaskOutcome>> CompleteAsync(IReadOnlyList<TaskCompletion> completions)
    {
        var ended = await store.CompleteAsync(completions, LaneTime.Now(clock));
        await news.EndedAsync([.. completions.Select(completion => (completion.Id, completion.LeaseNumber, (string?)null))], ended);
        return [.. ended.Select(task => task.Outcome)];
    }

    public async Task<IReadOnlyList<TaskFailed>> FailAsync(IReadOnlyList<TaskFailure> failures)
    {
        var decide = await verdicts.RuleAsync();
        var ended = await store.FailAsync(failures, decide, LaneTime.Now(clock));
        await news.EndedAsync([.. failures.Select(failure => (failure.Id, failure.LeaseNumber, (string?)failure.Error))], ended);
        return [.. ended.Select(task => new TaskFailed(task.Outcome, task.Status, task.NotBefore))];
    }

    public async Task<TaskPage> ListAsync(TaskFilter filter, long? after, int limit)
    {
        var numbers = new List<int>();
        string[] names = filter.Queue is { } queue ? [queue, .. filter.Queues.Where(name => name == queue)] : [.. filter.Queues];
        foreach (var name in filter is { Queue: not null, Queues.Count: > 0 } ? names.Skip(1) : names)
        {
            if (await queues.FindAsync(name) is { } known)
            {
                numbers.Add(known.Number);
            }
        }

        if (numbers.Count == 0 && (filter.Queue is not null || filter.Queues.Count > 0))
        {
            return new([], null);
        }

        var items = await store.ListAsync(new LaneQuery
        {
            Queues = numbers,
            Statuses = filter.Status is { } status ? [status] : null,
            GroupKey = filter.GroupKey,
            Tag = filter.Tag,
            NameContains = filter.Name,
            Owner = filter.Owner,
            After = after,
            Descending = !filter.Ascending,
            Limit = Math.Clamp(limit, 1, 1000),
        });
        return new([.. items.Select(item => item.View)], items.Count == limit ? items[^1].View.Id : null);
    }
}
