using Microsoft.Extensions.Caching.Memory;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Workers;

/// <summary>
/// Of which queues leases are that keys bound to queues took: a lease is of one queue, and an act under it reaches no other. Of others
/// the cluster is asked.
/// </summary>
internal sealed class HeldLeases(IGrainFactory grains) : IDisposable
{
    private const int Capacity = 100_000;
    private const int AtATime = 64;

    private static readonly TimeSpan Lifespan = TimeSpan.FromHours(1);

    private readonly MemoryCache _queues = new(new MemoryCacheOptions { SizeLimit = Capacity });

    public void Remember(IEnumerable<(string Queue, ClaimedTask Task)> items)
    {
        foreach (var (queue, task) in items)
        {
            _queues.GetOrCreate(task.LeaseNumber, entry =>
            {
                entry.SetSize(1).SetSlidingExpiration(Lifespan);
                return queue;
            });
        }
    }

    /// <summary>For each act whether it is on a task of one of the queues.</summary>
    public async Task<bool[]> AreOfAsync(IReadOnlyList<string> queues, IReadOnlyList<(long Id, long LeaseNumber)> acts)
    {
        var are = new bool[acts.Count];
        await Parallel.ForAsync(0, acts.Count, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (index, _) =>
        {
            var (id, leaseNumber) = acts[index];
            var queue = _queues.Get<string>(leaseNumber) ?? (await grains.Reach<ITaskGrain>(id).GetTaskAsync())?.Queue;
            are[index] = queue is not null && queues.Contains(queue, StringComparer.Ordinal);
        });
        return are;
    }

    public void Dispose() => _queues.Dispose();
}
