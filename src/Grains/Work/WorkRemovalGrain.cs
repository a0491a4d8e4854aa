using Orleans.Concurrency;

namespace Switchyard.Work;

[StatelessWorker, Reentrant]
internal sealed class WorkRemovalGrain(ItemRemoval removal) : Grain, IWorkRemovalGrain
{
    public Task<ActOutcome> RemoveAsync(string kind, long id) => removal.RemoveAsync(kind, id);
}
