using System.Globalization;
using Orleans.Concurrency;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Work;

[StatelessWorker, Reentrant]
public sealed class WorkQueriesGrain(IWorkStore store, IEnumerable<IItemLane> lanes) : Grain, IWorkQueriesGrain
{
    private const int MaxPage = 1000;

    public async Task<WorkPage> ListAsync(WorkFilter filter, string? cursor, int limit)
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var items = await ItemPages.ReadAsync(store, lanes, new WorkQuery
        {
            Kind = filter.Kind,
            Queue = filter.Queue,
            Statuses = filter.Status is { } status ? [status] : filter.Statuses is { Count: > 0 } some ? some : null,
            NamePrefix = filter.NamePrefix,
            Owner = filter.Owner,
            NameContains = filter.NameContains,
            ErrorContains = filter.ErrorContains,
            Target = filter.Target,
            Worker = filter.Worker,
            Tag = filter.Tag,
            CreatedAfter = filter.CreatedAfter,
            CreatedBefore = filter.CreatedBefore,
            After = cursor is null ? null : PlaceOf(cursor),
            Descending = !filter.Ascending,
            Limit = size,
        });
        return new(items, items.Count == size ? items[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<WorkItemView?> FindAsync(long id)
    {
        if (await store.ReadAsync(id) is { } row)
        {
            return row.ToView();
        }

        foreach (var lane in lanes)
        {
            if (await lane.FindAsync(id) is { } item)
            {
                return item;
            }
        }

        return null;
    }

    public async Task<IReadOnlyList<AttemptView>> GetAttemptsAsync(long id)
    {
        var attempts = await store.ReadAttemptsAsync(id);
        foreach (var lane in lanes)
        {
            attempts = attempts.Count > 0 ? attempts : await lane.ReadAttemptsAsync(id);
        }

        return attempts;
    }

    public async Task<IReadOnlyList<string>> ListQueuesAsync()
    {
        var names = await Task.WhenAll(lanes.Select(lane => lane.ReadQueuesAsync()).Prepend(store.ReadQueuesAsync()));
        return [.. names.SelectMany(known => known).Distinct().Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<WorkerView>> ListWorkersAsync(string queue, int limit)
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        return await (await lanes.OfAsync(queue) is { } lane ? lane.ReadWorkersAsync(queue, size) : store.ReadWorkersAsync(queue, size));
    }

    public async Task<IReadOnlyList<RatePoint>> GetRatesAsync(string queue, DateTimeOffset since) =>
        await (await lanes.OfAsync(queue) is { } lane ? lane.ReadRatesAsync(queue, since) : store.ReadRatesAsync(queue, since));

    /// <summary>A cursor that no page gave must not look like the first page.</summary>
    private static long PlaceOf(string cursor) => long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
        ? place
        : throw new ArgumentException("It is not what a page gave as next.", nameof(cursor));
}
