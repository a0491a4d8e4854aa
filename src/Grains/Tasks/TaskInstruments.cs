using Switchyard.Tasks.Lane;
using Switchyard.Telemetry;
using Switchyard.Work;
using Switchyard.Work.Instruments;

namespace Switchyard.Tasks;

/// <summary>
/// Counts what happens to tasks. Those of one call that share a queue are counted at once: a task costs an addition. Queues are people's,
/// and as many as they like: the first ones have labels of their own, by their numbers, so that all nodes agree which.
/// </summary>
internal sealed class TaskInstruments(WorkInstruments instruments, TaskQueues queues, TimeProvider clock)
{
    public void Submitted(IReadOnlyList<LaneTask> tasks, IReadOnlyList<LaneSubmitted> stored)
    {
        var (queue, count) = (0, 0);
        for (var place = 0; place < tasks.Count; place++)
        {
            if (stored[place].Existing)
            {
                continue;
            }

            if (count > 0 && tasks[place].Queue != queue)
            {
                instruments.Submitted(TaskNames.Kind, LabelOf(queue), count);
                count = 0;
            }

            queue = tasks[place].Queue;
            count++;
        }

        if (count > 0)
        {
            instruments.Submitted(TaskNames.Kind, LabelOf(queue), count);
        }
    }

    public void Claimed(LaneQueue queue, int count) => instruments.Claimed(TaskNames.Kind, LabelOf(queue), count);

    /// <summary>Somebody waits for a read of the store.</summary>
    public void WindowMissed(LaneQueue queue) => instruments.WindowMissed(LabelOf(queue));

    public void Ended(IReadOnlyList<LaneEnded> ended)
    {
        var stale = 0;
        LaneEnded last = default;
        var count = 0;
        foreach (var end in ended)
        {
            stale += end.Outcome == TaskOutcome.Stale ? 1 : 0;
            if (end.Queue is null)
            {
                continue;
            }

            if (count > 0 && (end.Queue != last.Queue || end.Status != last.Status))
            {
                Ended(last.Queue!.Value, last.Status, count);
                count = 0;
            }

            last = end;
            count++;
        }

        if (count > 0)
        {
            Ended(last.Queue!.Value, last.Status, count);
        }

        if (stale > 0)
        {
            instruments.StaleEnd(TaskNames.Kind, stale);
        }
    }

    public void Swept(LaneSwept change)
    {
        if (change.RanOutAt is { } ranOut)
        {
            instruments.LeaseLost(TaskNames.Kind, clock.GetUtcNow() - ranOut);
        }

        if (change.LeaseNumber != 0 || change.Status.IsTerminal())
        {
            Ended(change.Queue, change.Status, 1);
        }
    }

    /// <summary>An act on one task.</summary>
    public void Acted(int queue, WorkStatus after)
    {
        if (after.IsTerminal())
        {
            Ended(queue, after, 1);
        }
    }

    /// <summary>What a queue is called in a label.</summary>
    public static string LabelOf(LaneQueue? queue) =>
        queue is { Number: <= MeterNames.NamedQueues } named ? named.Name : MeterNames.OtherQueues;

    private string LabelOf(int queue) => LabelOf(queues[queue]);

    private void Ended(int queue, WorkStatus? status, int count)
    {
        if (status is { } how && how.IsTerminal())
        {
            instruments.Ended(TaskNames.Kind, LabelOf(queue), how, count);
        }
        else if (status == WorkStatus.Queued)
        {
            instruments.Retried(TaskNames.Kind, LabelOf(queue), count);
        }
    }
}
