using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Finds a queue by its name. A grain of any name would answer; one for a mistyped name must not come to be, let alone be paused.</summary>
internal sealed class QueueLookup(IGrainFactory grains, IEnumerable<DoorQueue> doors, IEnumerable<IQueuePolicies> policies, TimeProvider time)
{
    public async Task<bool> IsKnownAsync(string queue) =>
        doors.Any(known => known.Name == queue)
        || (await WorkLookup.Queries(grains).ListQueuesAsync()).Contains(queue)
        || await PolicyOfAsync(queue) is not null;

    /// <summary>Of one that is known.</summary>
    public async Task<QueueDetails> DetailsAsync(string queue)
    {
        var policy = PolicyOfAsync(queue);
        var status = grains.Reach<IQueueGrain>(queue).GetStatusAsync();
        var now = time.GetUtcNow();
        var rates = WorkLookup.Queries(grains).GetRatesAsync(queue, now - QueuePace.Span);
        await Task.WhenAll(policy, status, rates);
        return QueueDetails.Of(await status, QueuePace.Of(await status, await rates, now), await policy);
    }

    private async Task<object?> PolicyOfAsync(string queue)
    {
        foreach (var door in policies)
        {
            if (await door.FindAsync(queue) is { } policy)
            {
                return policy;
            }
        }

        return null;
    }
}
