using Orleans.Concurrency;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Work.Failures;

[StatelessWorker, Reentrant]
internal sealed class FailuresGrain(IWorkStore store, IEnumerable<IItemLane> lanes) : Grain, IFailuresGrain
{
    /// <summary>Nobody reads more groups than these.</summary>
    private const int MostGroups = 100;

    public async Task<FailureReport> ReadAsync(FailureQuery query)
    {
        var asked = new FailureSumQuery { Kind = query.Kind, Queue = query.Queue, Since = query.Since };
        var places = await SumAsync(asked);
        var groups = FailureGroups.Of(places);
        var shown = groups.Take(MostGroups).ToList();
        if (places.Any(place => place.Sums.Count == asked.Limit))
        {
            // Some sums were too many to be told: those of the groups that are shown are read on their own.
            shown = [.. FailureGroups.Of(await SumAsync(asked with { Groups = [.. shown.Select(group => group[0].Group)], Limit = int.MaxValue }))];
        }

        var newest = await NewestAsync([.. shown.Select(group => group[0].Newest)]);
        return new(
            [.. shown.Where(group => newest.ContainsKey(group[0].Newest)).Select(group => FailureGroups.Of(group, newest[group[0].Newest]))],
            places.Sum(place => place.Count),
            places.Sum(place => place.Unsorted),
            IsWhole: groups.Count <= MostGroups && places.All(place => place.Sums.Count < asked.Limit));
    }

    private async Task<FailureSums[]> SumAsync(FailureSumQuery query) =>
        await Task.WhenAll(lanes.Select(lane => lane.SumFailuresAsync(query)).Prepend(store.SumFailuresAsync(query)));

    private async Task<Dictionary<long, WorkItemView>> NewestAsync(IReadOnlyList<long> ids) => ids.Count == 0
        ? []
        : (await ItemPages.ReadAsync(store, lanes, new WorkQuery { Ids = ids, Statuses = FailureGroups.Statuses, Limit = ids.Count })).ToDictionary(item => item.Id);
}
