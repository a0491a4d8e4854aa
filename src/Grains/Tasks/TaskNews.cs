using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Tells what was committed: the queues' grains, and who listens for events.</summary>
internal sealed class TaskNews(IGrainFactory grains, TaskQueues queues)
{
    public void Submitted(IReadOnlyList<LaneTask> tasks, IReadOnlyList<LaneSubmitted> stored)
    {
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

    public void Renewed(IReadOnlyList<TaskRenewal> renewals, IReadOnlyList<TaskRenewed> renewed)
    {
    }

    public void Ended(IReadOnlyList<(long Id, long Lease)> attempts, IReadOnlyList<LaneEnded> ended)
    {
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
            await queues.NameAsync(change.Queue);
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

    /// <summary>An act on one task. Completes when its queue has heard of it, so that it is not handed out any more; that may fail, and then the store refuses it.</summary>
    public async Task ActedAsync(LaneItem before, WorkStatus? after)
    {
        await queues.NameAsync(before.QueueNumber);
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
