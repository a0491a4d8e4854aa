using Switchyard.Hosting;
using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks;

/// <summary>What happened to tasks, gathered by queue, and told to the grains of these queues after it was committed. Losing it is harmless.</summary>
internal sealed class TaskHints
{
    private readonly Dictionary<int, Queue> _queues = [];

    private sealed class Queue
    {
        public Dictionary<LaneGroup, ReadyTasks> Ready { get; } = [];

        public List<ReadyTasks> Single { get; } = [];

        public List<EndedAttempt> Ended { get; } = [];

        public List<LaneHead> Heads { get; } = [];
    }

    /// <summary>A new task that is ready.</summary>
    public void Submitted(LaneTask task)
    {
        var queue = Of(task.Queue);
        var group = new LaneGroup(task.Rank, task.Task.GroupKey);
        var before = queue.Ready.GetValueOrDefault(group, new(-task.Rank, task.Task.GroupKey, task.Id, 0));
        queue.Ready[group] = before with { FirstId = Math.Min(before.FirstId, task.Id), Count = before.Count + 1 };
        queue.Heads.Add(HeadOf(task));
    }

    /// <summary>A task that is ready again.</summary>
    public void Returned(int queue, LaneGroup group, long id) => Of(queue).Single.Add(new(-group.Rank, group.GroupKey, id, 1));

    public void Ended(int queue, long id, long lease, string groupKey, bool isOver) => Of(queue).Ended.Add(new(id, lease, groupKey, isOver));

    public void Tell(IGrainFactory grains, TaskQueues queues)
    {
        foreach (var (number, queue) in _queues)
        {
            if (queues[number]?.Name is { } name)
            {
                grains.Reach<ITaskQueueGrain>(name).ChangedAsync(ChangesOf(queue)).Ignore();
            }
        }
    }

    /// <summary>Completes when all have heard of it.</summary>
    public Task TellAllAsync(IGrainFactory grains, TaskQueues queues) => Task.WhenAll(
        from pair in _queues
        let name = queues[pair.Key]?.Name
        where name is not null
        select grains.Reach<ITaskQueueGrain>(name).ChangedAsync(ChangesOf(pair.Value)));

    private static TaskChanges ChangesOf(Queue queue) => new()
    {
        Ready = [.. queue.Ready.Values, .. queue.Single],
        Ended = queue.Ended,
        AtHand = queue.Heads.Count > 0 ? queue.Heads : null,
    };

    public static LaneHead HeadOf(LaneTask task) => new(
        task.Id,
        task.Rank,
        task.Task.GroupKey,
        0,
        task.Task.Payload,
        task.Task.Name,
        task.Task.Tags,
        task.CreatedAt,
        task.Task.Deadline,
        task.Task.Timeout,
        task.Task.Trace,
        task.Task.Owner);

    private Queue Of(int number)
    {
        if (!_queues.TryGetValue(number, out var queue))
        {
            _queues[number] = queue = new();
        }

        return queue;
    }
}
