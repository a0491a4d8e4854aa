using System.Globalization;
using Switchyard.Tasks.Lane;
using Switchyard.Telemetry;
using Switchyard.Work;
using Switchyard.Work.Failures;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Tasks;

/// <summary>Tasks among the work of every kind.</summary>
internal sealed class TaskItemLane(ILaneStore store, TaskQueues queues, TaskNews news, IGrainFactory grains) : IItemLane
{
    private const int Page = 10_000;

    public string Kind => TaskNames.Kind;

    public async Task<WorkItemView?> FindAsync(long id) => (await store.FindAsync(id))?.View.ToItem();

    public async Task<IReadOnlyList<WorkItemView>> ListAsync(WorkQuery query) =>
        await QueryOfAsync(query) is { } asked ? [.. (await store.ListAsync(asked)).Select(item => item.View.ToItem())] : [];

    /// <summary>By pages: of conditions there are no sums.</summary>
    public async Task<long> CountAsync(WorkQuery query)
    {
        if (await QueryOfAsync(query) is not { } asked)
        {
            return 0;
        }

        long count = 0;
        asked = asked with { After = null, Descending = false, Limit = Page };
        while (true)
        {
            var page = await store.ListAsync(asked);
            count += page.Count(item => !(item.View.Id >= query.Before));
            if (page.Count < Page || page[^1].View.Id >= query.Before)
            {
                return count;
            }

            asked = asked with { After = page[^1].View.Id };
        }
    }

    public async Task<ActOutcome> MoveAsync(long id, string queue)
    {
        if (!QueueNames.IsSound(queue))
        {
            throw new ArgumentException($"'{queue}' is not the name of a queue.", nameof(queue));
        }

        var target = await queues.OpenAsync(queue);
        var moved = await store.MoveAsync(id, target.Number);
        if (moved is { Outcome: ActOutcome.Accepted, Before: { } before })
        {
            await news.MovedAsync(before, target.Number);
        }

        return moved.Outcome;
    }

    /// <summary>Null: no task can meet it.</summary>
    private async Task<LaneQuery?> QueryOfAsync(WorkQuery query)
    {
        if ((query.Kind ?? Kind) != Kind || query.Target is not null || query.Facets.Count > 0)
        {
            return null;
        }

        var numbers = new List<int>();
        foreach (var name in (query.Queue is { } queue ? [queue] : query.Queues ?? []).Where(name => query.Queues?.Contains(name) != false))
        {
            if (await queues.FindAsync(name) is { } known)
            {
                numbers.Add(known.Number);
            }
        }

        return numbers.Count == 0 && (query.Queue is not null || query.Queues is not null)
            ? null
            : new LaneQuery
            {
                Queues = numbers,
                Statuses = query.Statuses,
                NamePrefix = query.NamePrefix,
                NameContains = query.NameContains,
                ErrorContains = query.ErrorContains,
                Tag = query.Tag,
                Worker = query.Worker,
                Owner = query.Owner,
                Ids = query.Ids,
                CreatedAfter = query.CreatedAfter,
                CreatedBefore = query.CreatedBefore,
                After = query.After,
                Descending = query.Descending,
                Limit = query.Limit,
            };
    }

    public async Task<FailureSums> SumFailuresAsync(FailureSumQuery query)
    {
        var queue = query.Queue is { } name ? await queues.FindAsync(name) : null;
        if ((query.Kind ?? Kind) != Kind || (query.Queue is not null && queue is null))
        {
            return FailureSums.None;
        }

        var sums = await store.SumFailuresAsync(query, queue?.Number);
        var named = new List<FailureSum>(sums.Sums.Count);
        foreach (var sum in sums.Sums)
        {
            named.Add(sum with { Queue = await queues.NameAsync(int.Parse(sum.Queue, CultureInfo.InvariantCulture)) ?? sum.Queue });
        }

        return sums with { Sums = named };
    }

    public Task<int> SortFailuresAsync(int limit) => store.SortFailuresAsync(limit);

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
            counts.ToDictionary(count => $"status.{count.Key.Word()}", count => count.Value),
            await store.ReadOldestAsync(known.Number),
            null);
    }

    public async Task<IReadOnlyList<Backlog>> ReadBacklogsAsync(int named)
    {
        var backlogs = new List<Backlog>();
        Backlog? other = null;
        foreach (var (number, waiting, running) in await store.ReadBacklogsAsync())
        {
            if (number > named || await queues.NameAsync(number) is not { } name)
            {
                other = new(Kind, MeterNames.OtherQueues, (other?.Waiting ?? 0) + waiting, (other?.Running ?? 0) + running, null);
            }
            else
            {
                backlogs.Add(new(Kind, name, waiting, running, waiting > 0 ? await store.ReadOldestAsync(number) : null));
            }
        }

        return other is null ? backlogs : [.. backlogs, other];
    }

    public async Task<IReadOnlyList<RatePoint>> ReadRatesAsync(string queue, DateTimeOffset since) =>
        await queues.FindAsync(queue) is { } known ? await store.ReadRatesAsync(known.Number, since) : [];

    public async Task<IReadOnlyList<WorkerView>> ReadWorkersAsync(string queue, int limit) =>
        await queues.FindAsync(queue) is { } known ? await store.ReadWorkersAsync(known.Number, limit) : [];

    public Task<ActOutcome> RemoveAsync(long id) => grains.GetGrain<ITaskGrain>(id).DeleteAsync();
}
