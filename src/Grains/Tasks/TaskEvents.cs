using Switchyard.Tasks.Lane;
using Switchyard.Telemetry;
using Switchyard.Work;
using Switchyard.Work.Changes;
using Switchyard.Work.Events;

namespace Switchyard.Tasks;

/// <summary>
/// Says what happened to tasks: it is counted, told to who listens, and marked that something did. While nobody listens, no event is made.
/// </summary>
internal sealed class TaskEvents(
    WorkEvents events, WorkChanges changes, TaskInstruments instruments, ILaneStore store, TaskQueues queues, TimeProvider clock)
{
    /// <summary>Of one call: where a task is must be read.</summary>
    private const int MostProgress = 100;

    public void Submitted(IReadOnlyList<LaneTask> tasks, IReadOnlyList<LaneSubmitted> stored)
    {
        instruments.Submitted(tasks, stored);
        // Most often all are of one queue.
        var last = "";
        for (var place = 0; place < tasks.Count; place++)
        {
            if (!stored[place].Existing && tasks[place].Task.Queue != last)
            {
                last = tasks[place].Task.Queue;
                changes.Mark(TaskNames.Kind, last);
            }
        }

        if (!events.IsOn)
        {
            return;
        }

        for (var place = 0; place < tasks.Count; place++)
        {
            if (!stored[place].Existing)
            {
                var task = tasks[place];
                events.Publish(Of(task.Id, task.Task.Queue, WorkStatus.Queued, task.Task.Owner) with { NotBefore = task.Task.NotBefore });
            }
        }
    }

    public void Claimed(LaneQueue queue, IReadOnlyList<LaneHead> heads, string worker, long lease)
    {
        instruments.Claimed(queue, heads.Count);
        TaskTraces.Claimed(queue.Name, heads);
        changes.Mark(TaskNames.Kind, queue.Name);
        if (!events.IsOn)
        {
            return;
        }

        foreach (var head in heads)
        {
            events.Publish(Of(head.Id, queue.Name, WorkStatus.Running, head.Owner) with { Worker = worker, LeaseNumber = lease });
        }
    }

    public async Task RenewedAsync(IReadOnlyList<TaskRenewal> renewals, IReadOnlyList<TaskRenewed> renewed)
    {
        if (renewals.Any(renewal => renewal.Progress is not null || renewal.Log is not null))
        {
            changes.MarkKind(TaskNames.Kind);
        }

        if (!events.IsOn)
        {
            return;
        }

        foreach (var renewal in renewals.Where((renewal, place) => renewal.Progress is not null && renewed[place].Outcome == TaskOutcome.Ok).Take(MostProgress))
        {
            if (await store.FindAsync(renewal.Id) is { View: { Status: WorkStatus.Running } task })
            {
                events.Publish(Of(task.Id, task.Queue, WorkStatus.Running, task.Owner) with
                {
                    Worker = task.Worker,
                    LeaseNumber = task.LeaseNumber,
                    Progress = renewal.Progress,
                });
            }
        }
    }

    public void Ended(IReadOnlyList<(long Id, long Lease, string? Error)> attempts, IReadOnlyList<LaneEnded> ended)
    {
        instruments.Ended(ended);
        Trace(attempts, ended);
        var last = -1;
        foreach (var end in ended)
        {
            if (end is { Queue: { } known, Status: not null } && known != last && queues[known] is { } changed)
            {
                last = known;
                changes.Mark(TaskNames.Kind, changed.Name);
            }
        }

        if (!events.IsOn)
        {
            return;
        }

        for (var place = 0; place < attempts.Count; place++)
        {
            if (ended[place] is { Queue: { } number, Status: { } status } end && queues[number] is { } queue)
            {
                events.Publish(Of(attempts[place].Id, queue.Name, status, end.Owner) with
                {
                    Worker = end.Worker,
                    LeaseNumber = attempts[place].Lease,
                    Error = attempts[place].Error,
                    NotBefore = end.NotBefore,
                });
            }
        }
    }

    private void Trace(IReadOnlyList<(long Id, long Lease, string? Error)> attempts, IReadOnlyList<LaneEnded> ended)
    {
        if (!Tracing.Source.HasListeners())
        {
            return;
        }

        for (var place = 0; place < ended.Count; place++)
        {
            if (ended[place] is { Trace: { } trace, Queue: { } queue, Status: { } status } && queues[queue] is { } known)
            {
                TaskTraces.Ended(known.Name, attempts[place].Id, trace, status);
            }
        }
    }

    public void Swept(string queue, LaneSwept change)
    {
        instruments.Swept(change);
        if (change.LeaseNumber != 0 || change.Status.IsTerminal())
        {
            TaskTraces.Ended(queue, change.Id, change.Trace, change.Status);
        }

        changes.Mark(TaskNames.Kind, queue);

        // That the time of a task has come changes no status.
        if (events.IsOn && (change.LeaseNumber != 0 || change.Status.IsTerminal()))
        {
            events.Publish(Of(change.Id, queue, change.Status, change.Owner) with
            {
                Worker = change.Worker,
                LeaseNumber = change.LeaseNumber,
                Error = change.Error,
                NotBefore = change.NotBefore,
            });
        }
    }

    public void Acted(LaneItem item, WorkStatus after)
    {
        instruments.Acted(item.QueueNumber, after);
        TaskTraces.Ended(item.View.Queue, item.View.Id, item.View.Trace, after);
        changes.Mark(TaskNames.Kind, item.View.Queue);
        changes.Mark(ChangeTopics.Acts);
        if (events.IsOn)
        {
            var before = item.View;
            events.Publish(Of(before.Id, before.Queue, after, before.Owner) with { Worker = before.Worker, LeaseNumber = before.LeaseNumber });
        }
    }

    public void Moved(string from, string? to)
    {
        changes.Mark(TaskNames.Kind, from);
        if (to is not null)
        {
            changes.Mark(TaskNames.Kind, to);
        }
    }

    /// <summary>What goes is told by no event: it ended long ago.</summary>
    public void Removed(string from) => changes.Mark(TaskNames.Kind, from);

    public void Deleted(string from)
    {
        Removed(from);
        changes.Mark(ChangeTopics.Acts);
    }

    private WorkEvent Of(long id, string queue, WorkStatus status, string? owner) =>
        new() { Id = id, Kind = TaskNames.Kind, Queue = queue, Status = status, At = clock.GetUtcNow(), Owner = owner };
}
