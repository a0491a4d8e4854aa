using Orleans.Concurrency;
using Switchyard.Compute;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Telemetry;

/// <summary>Reentrant, so that who asks while it reads shares that.</summary>
[Reentrant]
internal sealed class GaugesGrain(IWorkStore store, IEnumerable<IItemLane> lanes, IGrainFactory grains, TimeProvider clock) : Grain, IGaugesGrain
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>Of a queue's items: a queue is one kind's.</summary>
    private readonly Dictionary<string, string> _kinds = [];
    private Task<GaugeReading>? _reading;
    private long _readAt;

    public Task<GaugeReading> ReadAsync()
    {
        if (_reading is null or { IsFaulted: true } || (_reading.IsCompleted && clock.GetElapsedTime(_readAt) >= Fresh))
        {
            _readAt = clock.GetTimestamp();
            _reading = ReadStoresAsync();
        }

        return _reading;
    }

    private async Task<GaugeReading> ReadStoresAsync()
    {
        var at = clock.GetUtcNow();
        var sources = grains.GetScheduler().GetSourcesAsync();
        var ofLanes = Task.WhenAll(lanes.Select(lane => lane.ReadBacklogsAsync(MeterNames.NamedQueues)));
        var ofRows = Task.WhenAll((await store.ReadQueuesAsync()).Take(MeterNames.NamedQueues).Select(ReadQueueAsync));
        return new(at, [.. (await ofRows).OfType<Backlog>(), .. (await ofLanes).SelectMany(backlogs => backlogs)], await sources);
    }

    /// <summary>Null: nothing is in it, and nobody knows of what kind that was.</summary>
    private async Task<Backlog?> ReadQueueAsync(string queue)
    {
        if (!_kinds.TryGetValue(queue, out var kind))
        {
            if (await store.ListAsync(new WorkQuery { Queue = queue, Limit = 1 }) is not [{ Kind: { } found }])
            {
                return null;
            }

            _kinds[queue] = kind = found;
        }

        var tallies = await store.ReadTalliesAsync(queue);
        var waiting = tallies.GetValueOrDefault("status.queued");
        return new(
            kind, queue, waiting, tallies.GetValueOrDefault("status.running"), waiting > 0 ? await store.ReadOldestQueuedAsync(queue) : null);
    }
}
