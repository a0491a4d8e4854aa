using Orleans.Concurrency;
using Switchyard.Work.Lanes;

namespace Switchyard.Work;

[StatelessWorker, Reentrant]
internal sealed class WorkRemovalGrain(ItemRemoval removal, IEnumerable<IItemLane> lanes) : Grain, IWorkRemovalGrain
{
    public Task<ActOutcome> RemoveAsync(string kind, long id) =>
        lanes.FirstOrDefault(lane => lane.Kind == kind)?.RemoveAsync(id) ?? removal.RemoveAsync(kind, id);
}
