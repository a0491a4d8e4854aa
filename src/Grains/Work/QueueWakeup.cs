using Switchyard.Hosting;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>
/// Wakes the queues when a silo starts, so that leases which ran out while no silo lived are seen at once and not only when
/// the reminders come.
/// </summary>
public sealed class QueueWakeup(IWorkStore store, IGrainFactory grains) : IStartupTask
{
    public async Task Execute(CancellationToken cancellationToken)
    {
        foreach (var queue in await store.ReadQueuesAsync(cancellationToken))
        {
            grains.Reach<IQueueGrain>(queue).RefillAsync().Ignore();
        }
    }
}
