using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Tells what was committed: the queues' grains, and who listens for events.</summary>
internal sealed class TaskNews(IGrainFactory grains, TaskQueues queues, TaskEvents events)
{
    public void Submitted(IReadOnlyList<LaneTask> tasks, IReadOnlyList<LaneSubmitted> stored)
    {
        events.Submitted(tasks, stored);
        var hints = new TaskHints();
        for (var place = 0; place < tasks.Count; place++)
        {
            if (!stored[place].Existing && tasks[place].Task.NotBefore is null)
            {
                hints.Submitted(tasks[place]);
            }
        }

        hints.Tell(grains, queues);
    }

    public Task RenewedAsync(IReadOnlyList<TaskRenewal> renewals, IReadOnlyList<TaskRenewed> renewed) => events.RenewedAsync(renewals, renewed);

    public async ValueTask EndedAsync(IReadOnlyList<(long Id, long Lease, string? Error)> attempts, IReadOnlyList<LaneEnded> ended)
    {
        foreach (var end in ended)
        {
            if (end.Queue is { } number && queues[number] is null)
            {
                await queues.NameAsync(number);
            }
        }

        events.Ended(attempts, ended);
        var hints = new TaskHints();
        for (var place = 0; place < attempts.Count; place++)
        {
            if (ended[place] is { Queue: { } queue, Status: { } status } end)
            {
                hints.Ended(queue, attempts[place].Id, attempts[place].Lease, end.GroupKey, status.IsTerminal());
                if (status == WorkStatus.Queued && end.NotBefore is null)
                {
                    hints.Returned(queue, new(end.Rank, end.GroupKey), attempts[place].Id);
                }
            }
        }

        hints.Tell(grains, queues);
    }

    /// <summary>What a sweep found. The names of its queues are read where they are not known.</summary>
    public async Task SweptAsync(IReadOnlyList<LaneSwept> changes)
    {
        var hints = new TaskHints();
        foreach (var change in changes)
        {
            if (await queues.NameAsync(change.Queue) is { } name)
            {
                events.Swept(name, change);
            }

            if (change.LeaseNumber != 0 || change.Status.IsTerminal())
            {
                hints.Ended(change.Queue, change.Id, change.LeaseNumber, change.GroupKey, change.Status.IsTerminal());
            }

            if (change.Status == WorkStatus.Queued && change.NotBefore is null)
            {
                hints.Returned(change.Queue, new(change.Rank, change.GroupKey), change.Id);
            }
        }

        hints.Tell(grains, queues);
    }

    /// <summary>A waiting task went to another queue. Losing it is harmless.</summary>
    public async Task MovedAsync(LaneItem before, int queue)
    {
        events.Moved(before.View.Queue, await queues.NameAsync(queue));
        var hints = new TaskHints();
        await queues.NameAsync(before.QueueNumber);
        hints.Ended(before.QueueNumber, before.View.Id, 0, before.View.GroupKey, isOver: true);
        if (before.View.NotBefore is null)
        {
            hints.Returned(queue, new(before.Rank, before.View.GroupKey), before.View.Id);
        }

        hints.Tell(grains, queues);
    }

    /// <summary>Tasks of these queues are not kept any more.</summary>
    public async Task RemovedAsync(IEnumerable<int> from)
    {
        foreach (var queue in from)
        {
            if (await queues.NameAsync(queue) is { } name)
            {
                events.Removed(name);
            }
        }
    }

    /// <summary>A person removed a task.</summary>
    public void Deleted(LaneItem before) => events.Deleted(before.View.Queue);

    /// <summary>An act on one task. Completes when its queue has heard of it, so that it is not handed out any more; that may fail, and then the store refuses it.</summary>
    public async Task ActedAsync(LaneItem before, WorkStatus after)
    {
        await queues.NameAsync(before.QueueNumber);
        events.Acted(before, after);
        var (hints, view) = (new TaskHints(), before.View);
        if (!view.Status.IsTerminal())
        {
            hints.Ended(before.QueueNumber, view.Id, view.LeaseNumber, view.GroupKey, isOver: true);
        }

        if (after == WorkStatus.Queued)
        {
            hints.Returned(before.QueueNumber, new(before.Rank, view.GroupKey), view.Id);
        }

        await hints.TellAllAsync(grains, queues);
    }
}
