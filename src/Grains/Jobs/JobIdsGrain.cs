using Orleans.Concurrency;
using Switchyard.Work;

namespace Switchyard.Jobs;

[StatelessWorker, Reentrant]
public sealed class JobIdsGrain(IdAllocator ids) : Grain, IJobIdsGrain
{
    private const int Most = 1000;

    public Task<long> ReserveAsync(int count) => ids.ReserveAsync(Math.Clamp(count, 1, Most));
}
