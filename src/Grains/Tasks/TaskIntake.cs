using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Makes rows of new tasks: with ids, and the numbers of their queues, which come to be.</summary>
internal sealed class TaskIntake(IdAllocator ids, TaskQueues queues, TimeProvider clock)
{
    /// <exception cref="ArgumentException">A queue's name is none; nothing was made.</exception>
    public async Task<IReadOnlyList<LaneTask>> MakeAsync(IReadOnlyList<NewTask> tasks)
    {
        if (tasks.FirstOrDefault(task => !QueueNames.IsSound(task.Queue)) is { } nameless)
        {
            throw new ArgumentException($"'{nameless.Queue}' is not the name of a queue.", nameof(tasks));
        }

        if (tasks.Count == 0)
        {
            return [];
        }

        var first = await ids.ReserveAsync(tasks.Count);
        var now = LaneTime.Now(clock);
        var made = new LaneTask[tasks.Count];
        var trace = TaskTraces.Here;
        for (var place = 0; place < made.Length; place++)
        {
            var task = tasks[place];
            var queue = await queues.OpenAsync(task.Queue);
            made[place] = new(first + place, queue.Number, (short)-task.Priority, Soon(task.Trace is null && trace is not null ? task with { Trace = trace } : task, now), now);
        }

        return made;
    }

    /// <summary>A time that has come is none: the task is ready.</summary>
    private static NewTask Soon(NewTask task, DateTimeOffset now) => task.NotBefore is { } start
        ? task with { NotBefore = start <= now ? null : LaneTime.Whole(start) }
        : task;
}
