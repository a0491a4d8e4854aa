using Switchyard.Hosting;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Work.Bulk;

/// <summary>The items of an act on many, and the act on each.</summary>
internal sealed class BulkItems(IWorkStore store, IEnumerable<IItemLane> lanes, IGrainFactory grains)
{
    public Task<long> CountAsync(BulkRequest request, long? before) =>
        BulkQuery.Of(request, before) is { } query ? ItemPages.CountAsync(store, LanesOf(request), RowsOf(request, query)) : Task.FromResult(0L);

    /// <summary>The next ones, oldest first.</summary>
    public async Task<IReadOnlyList<WorkItemView>> ReadAsync(BulkRequest request, long before, long after, int limit)
    {
        if (BulkQuery.Of(request, before) is not { } query)
        {
            return [];
        }

        var items = await ItemPages.ReadAsync(store, LanesOf(request), RowsOf(request, query) with { After = after, Limit = limit });
        return [.. items.Where(item => item.Id < before)];
    }

    public Task<ActOutcome> ActAsync(BulkRequest request, WorkItemView item) => request.Act switch
    {
        BulkAct.Cancel => grains.GetWorkItem(item.Kind, item.Id).CancelAsync(request.Reason ?? $"cancelled by {request.By}"),
        BulkAct.Retry => grains.GetWorkItem(item.Kind, item.Id).ResetAsync(),
        BulkAct.Delete => grains.Reach<IWorkRemovalGrain>(0).RemoveAsync(item.Kind, item.Id),
        BulkAct.Move when lanes.FirstOrDefault(lane => lane.Kind == item.Kind) is { } lane => lane.MoveAsync(item.Id, request.Queue!),
        _ => Task.FromResult(ActOutcome.Conflict),
    };

    private IEnumerable<IItemLane> LanesOf(BulkRequest request) => lanes.Where(lane => request.Filter.Kind is null || lane.Kind == request.Filter.Kind);

    /// <summary>Only items of lanes go to another queue.</summary>
    private WorkQuery RowsOf(BulkRequest request, WorkQuery query) =>
        request.Act == BulkAct.Move && query.Kind is null && lanes.FirstOrDefault() is { } lane ? query with { Kind = lane.Kind } : query;
}
