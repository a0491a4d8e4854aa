using Orleans.Concurrency;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Work.Failures;

[StatelessWorker, Reentrant]
internal sealed class FailuresGrain(IWorkStore store, IEnumerable<IItemLane> lanes) : Grain, IFailuresGrain
{
    private const int Page = 1_000;

    /// <summary>Of what failed long ago and was left, nobody needs the groups.</summary>
    private const int Most = 10_000;

    public async Task<FailureReport> ReadAsync(FailureQuery query)
    {
        var failed = new List<WorkItemView>();
        var asked = new WorkQuery { Kind = query.Kind, Queue = query.Queue, Statuses = FailureGroups.Statuses, Descending = true, Limit = Page };
        while (true)
        {
            var page = await ItemPages.ReadAsync(store, lanes, asked);
            failed.AddRange(page);
            if (page.Count < Page || failed.Count >= Most)
            {
                return new(
                    FailureGroups.Of(failed.Where(item => query.Since is not { } since || item.FinishedAt >= since)), failed.Count, page.Count < Page);
            }

            asked = asked with { After = page[^1].Id };
        }
    }
}
