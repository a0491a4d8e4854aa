using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Finds a queue by its name. A grain of any name would answer; one for a mistyped name must not come to be, let alone be paused.</summary>
internal sealed class QueueLookup(IGrainFactory grains, IEnumerable<DoorQueue> doors, IEnumerable<IQueuePolicies> policies, QueueReads board)
{
    /// <summary>Queues that are paused or resumed at a time.</summary>
    private const int AtATime = 16;

    public async Task<bool> IsKnownAsync(string queue) =>
        doors.Any(known => known.Name == queue)
        || (await WorkLookup.Queries(grains).ListQueuesAsync()).Contains(queue)
        || await PolicyOfAsync(queue) is not null;

    /// <summary>Of one that is known, as it stands now.</summary>
    public async Task<QueueDetails> DetailsAsync(string queue)
    {
        var (policy, numbers) = (PolicyOfAsync(queue), board.ReadNowAsync(queue));
        await Task.WhenAll(policy, numbers);
        return QueueDetails.Of(await numbers, await policy);
    }

    /// <summary>A page of queues, as they stood a moment ago, by name.</summary>
    /// <param name="after">The last name of the page before; null: from the start.</param>
    public async Task<ListJson<QueueDetails>> ListAsync(string? after, bool isDescending, int limit, CancellationToken cancellationToken)
    {
        var names = await WorkLookup.Queries(grains).ListQueuesAsync().WaitAsync(cancellationToken);
        var ordered = (isDescending ? names.OrderDescending(StringComparer.Ordinal) : names.Order(StringComparer.Ordinal))
            .Where(name => after is null || string.CompareOrdinal(name, after) is var place && (isDescending ? place < 0 : place > 0));
        string[] page = [.. ordered.Take(limit + 1)];
        var numbers = await Task.WhenAll(page.Take(limit).Select(name => board.ReadAsync(name, cancellationToken)));
        return new([.. numbers.Select(queue => QueueDetails.Of(queue, policy: null))], page.Length > limit ? page[limit - 1] : null);
    }

    /// <summary>Pauses all queues that are open: also the doors' own to which nothing came yet. Those that are paused keep who and why.</summary>
    /// <returns>How many it paused.</returns>
    public Task<int> PauseAllAsync(string by, string reason) => EachAsync(async queue =>
    {
        if (await queue.GetPauseAsync() is not null)
        {
            return false;
        }

        await queue.PauseAsync(by, reason);
        return true;
    });

    /// <returns>How many were paused.</returns>
    public Task<int> ResumeAllAsync(string by) => EachAsync(async queue =>
    {
        var wasPaused = await queue.GetPauseAsync() is not null;
        await queue.ResumeAsync(by);
        return wasPaused;
    });

    private async Task<int> EachAsync(Func<IQueueGrain, Task<bool>> act)
    {
        var changed = 0;
        foreach (var some in (await WorkLookup.Queries(grains).ListQueuesAsync()).Union(doors.Select(door => door.Name)).Chunk(AtATime))
        {
            changed += (await Task.WhenAll(some.Select(name => act(grains.Reach<IQueueGrain>(name))))).Count(did => did);
            Array.ForEach(some, board.Forget);
        }

        return changed;
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
