using Switchyard.Tasks.Lane;
using Switchyard.Work;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Tasks;

/// <summary>Tasks among the work of every kind.</summary>
internal sealed class TaskItemLane(ILaneStore store, TaskQueues queues, IGrainFactory grains) : IItemLane
{
    public string Kind => TaskNames.Kind;

    public async Task<WorkItemView?> FindAsync(long id) => (await store.FindAsync(id))?.View.ToItem();

    public async Task<IReadOnlyList<WorkItemView>> ListAsync(WorkQuery query)
    {
        if ((query.Kind ?? Kind) != Kind || query.Target is not null || query.Facets.Count > 0)
        {
            return [];
        }

        var numbers = new List<int>();
        foreach (var name in query.Queue is { } queue ? [queue] : query.Queues ?? [])
        {
            if (await queues.FindAsync(name) is { } known)
            {
                numbers.Add(known.Number);
            }
        }

        if (numbers.Count == 0 && (query.Queue is not null || query.Queues is not null))
        {
            return [];
        }

        var items = await store.ListAsync(new LaneQuery
        {
            Queues = numbers,
            Statuses = query.Statuses,
            NamePrefix = query.NamePrefix,
            Owner = query.Owner,
            After = query.After,
            Descending = query.Descending,
            Limit = query.Limit,
        });
        return [.. items.Select(item => item.View.ToItem())];
    }

    public Task<IReadOnlyList<AttemptView>> ReadAttemptsAsync(long id) => store.ReadAttemptsAsync(id);

    public async Task<IReadOnlyList<string>> ReadQueuesAsync() => [.. (await store.ReadQueuesAsync()).Select(queue => queue.Name)];

    public async Task<bool> HasQueueAsync(string queue) => await queues.FindAsync(queue) is not null;

    public async Task<QueueStatus?> ReadQueueAsync(string queue)
    {
        if (await queues.FindAsync(queue) is not { } known)
        {
            return null;
        }

        var counts = await store.CountAsync(known.Number);
        return new(
            queue,
            counts.GetValueOrDefault(WorkStatus.Queued),
            counts.GetValueOrDefault(WorkStatus.Running),
            counts.ToDictionary(count => $"status.{count.Key.ToString().ToLowerInvariant()}", count => count.Value),
            await store.ReadOldestAsync(known.Number),
            null);
    }

    public async Task<IReadOnlyList<RatePoint>> ReadRatesAsync(string queue, DateTimeOffset since) =>
        await queues.FindAsync(queue) is { } known ? await store.ReadRatesAsync(known.Number, since) : [];

    public async Task<IReadOnlyList<WorkerView>> ReadWorkersAsync(string queue, int limit) =>
        await queues.FindAsync(queue) is { } known ? await store.ReadWorkersAsync(known.Number, limit) : [];

    public Task<ActOutcome> RemoveAsync(long id) => grains.GetGrain<ITaskGrain>(id).DeleteAsync();
}
