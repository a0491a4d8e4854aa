using Orleans.Concurrency;
using Switchyard.Hosting;

namespace Switchyard.Work.Bulk;

[StatelessWorker, Reentrant]
internal sealed class BulkGrain(BulkItems items, IdAllocator ids, IGrainFactory grains) : Grain, IBulkGrain
{
    public Task<long> CountAsync(BulkRequest request) => items.CountAsync(request, null);

    public Task<long> ReserveAsync() => ids.NextAsync();

    public async Task<long> StartAsync(BulkRequest request)
    {
        var id = await ids.NextAsync();
        await grains.Reach<IBulkOperationGrain>(id).BeginAsync(request);
        return id;
    }
}
