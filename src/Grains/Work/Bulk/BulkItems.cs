using Switchyard.Hosting;
using Switchyard.Work.Failures;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Work.Bulk;

/// <summary>The items of an act on many, and the act on each.</summary>
internal sealed class BulkItems(IWorkStore store, IEnumerable<IItemLane> lanes, IGrainFactory grains)
{
    private const int LookedAtOnce = 1_000;

    public async Task<long> CountAsync(BulkRequest request, long? before)
    {
        if (BulkQuery.Of(request, before) is not { } query)
        {
            return 0;
        }

        if (!MustLook(request))
        {
            return await ItemPages.CountAsync(store, LanesOf(request), RowsOf(request, query));
        }

        var count = 0L;
        await foreach (var page in PagesAsync(request, query with { Limit = LookedAtOnce }))
        {
            count += page.Count;
        }

        return count;
    }

    /// <summary>The next ones, oldest first.</summary>
    public async Task<IReadOnlyList<WorkItemView>> ReadAsync(BulkRequest request, long before, long after, int limit)
    {
        if (BulkQuery.Of(request, before) is not { } query)
        {
            return [];
        }

        var items = new List<WorkItemView>();
        await foreach (var page in PagesAsync(request, query with { After = after, Limit = MustLook(request) ? LookedAtOnce : limit }))
        {
            items.AddRange(page);
            if (items.Count >= limit)
            {
                break;
            }
        }

        return [.. items.Take(limit)];
    }

    public Task<ActOutcome> ActAsync(BulkRequest request, WorkItemView item) => request.Act switch
    {
        BulkAct.Cancel => grains.GetWorkItem(item.Kind, item.Id).CancelAsync(request.Reason ?? $"cancelled by {request.By}"),
        BulkAct.Retry => grains.GetWorkItem(item.Kind, item.Id).ResetAsync(),
        BulkAct.Delete => grains.Reach<IWorkRemovalGrain>(0).RemoveAsync(item.Kind, item.Id),
        BulkAct.Move when lanes.FirstOrDefault(lane => lane.Kind == item.Kind) is { } lane => lane.MoveAsync(item.Id, request.Queue!),
        _ => Task.FromResult(ActOutcome.Conflict),
    };

    /// <summary>Of each page those that meet all conditions. Lanes find items, too, that came later than those which are asked for.</summary>
    private async IAsyncEnumerable<List<WorkItemView>> PagesAsync(BulkRequest request, WorkQuery query)
    {
        var asked = RowsOf(request, query);
        while (true)
        {
            var page = await ItemPages.ReadAsync(store, LanesOf(request), asked);
            yield return [.. page.Where(item => !(item.Id >= asked.Before) && Meets(request, item))];
            if (page.Count < asked.Limit || page[^1].Id >= asked.Before)
            {
                yield break;
            }

            asked = asked with { After = page[^1].Id };
        }
    }

    /// <summary>Whether there are conditions that no database can judge.</summary>
    private static bool MustLook(BulkRequest request) => request.Filter is { ErrorPattern: not null } or { FinishedSince: not null };

    private static bool Meets(BulkRequest request, WorkItemView item) =>
        (request.Filter.ErrorPattern is not { } pattern || ErrorPattern.Of(item.Error) == pattern)
        && (request.Filter.FinishedSince is not { } since || item.FinishedAt >= since);

    private IEnumerable<IItemLane> LanesOf(BulkRequest request) => lanes.Where(lane => request.Filter.Kind is null || lane.Kind == request.Filter.Kind);

    /// <summary>Only items of lanes go to another queue.</summary>
    private WorkQuery RowsOf(BulkRequest request, WorkQuery query) =>
        request.Act == BulkAct.Move && query.Kind is null && lanes.FirstOrDefault() is { } lane ? query with { Kind = lane.Kind } : query;
}
