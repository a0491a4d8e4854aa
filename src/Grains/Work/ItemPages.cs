using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>Items of every kind: rows of <c>work_item</c>, and those of the lanes.</summary>
internal static class ItemPages
{
    /// <summary>Each place has the items of its kinds, and a page is the first of all.</summary>
    public static async Task<IReadOnlyList<WorkItemView>> ReadAsync(IWorkStore store, IEnumerable<IItemLane> lanes, WorkQuery query)
    {
        var asked = Asked(lanes, query);
        var pages = asked.Select(lane => lane.ListAsync(query)).ToList();
        if (AsksRows(query, asked))
        {
            pages.Add(RowsAsync(store, query));
        }

        var items = (await Task.WhenAll(pages)).SelectMany(page => page);
        return [.. (query.Descending ? items.OrderByDescending(item => item.Id) : items.OrderBy(item => item.Id)).Take(query.Limit)];
    }

    public static async Task<long> CountAsync(IWorkStore store, IEnumerable<IItemLane> lanes, WorkQuery query)
    {
        var asked = Asked(lanes, query);
        var counts = asked.Select(lane => lane.CountAsync(query)).ToList();
        if (AsksRows(query, asked))
        {
            counts.Add(store.CountAsync(query));
        }

        return (await Task.WhenAll(counts)).Sum();
    }

    private static List<IItemLane> Asked(IEnumerable<IItemLane> lanes, WorkQuery query) =>
        [.. lanes.Where(lane => query.Kind is null || lane.Kind == query.Kind)];

    private static bool AsksRows(WorkQuery query, List<IItemLane> asked) => query.Kind is null || asked.Count == 0;

    private static async Task<IReadOnlyList<WorkItemView>> RowsAsync(IWorkStore store, WorkQuery query) =>
        [.. (await store.ListAsync(query)).Select(row => row.ToView())];
}
