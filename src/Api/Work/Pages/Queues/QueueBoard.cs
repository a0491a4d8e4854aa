using Switchyard.Hosting;

namespace Switchyard.Work.Pages.Queues;

/// <summary>
/// All queues, read once for all open pages of this process. Of the rates only the last minutes are read again: a day of them is
/// much, and what is over does not change.
/// </summary>
internal sealed class QueueBoard(IGrainFactory grains, IEnumerable<DoorQueue> doors, TimeProvider time)
{
    /// <summary>How many workers of a queue are looked at.</summary>
    public const int MostWorkers = 100;

    /// <summary>How long ago a worker may have been seen that counts as one that is there.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Between two reads it rests so many times as long as the last one took, and no longer than this for each queue.</summary>
    private const int Share = 9;

    private static readonly TimeSpan LongestRestForEach = TimeSpan.FromMilliseconds(20);

    /// <summary>Nodes differ in their clocks, and what was committed just now may be counted a moment later.</summary>
    private static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, KnownPoints> _points = [];
    private Task<IReadOnlyList<QueueRow>>? _reading;
    private long _began;
    private TimeSpan _rest;

    /// <summary>By name.</summary>
    /// <param name="since">A timestamp of the clock, before which something changed: what was asked for earlier is not enough.</param>
    public Task<IReadOnlyList<QueueRow>> ReadAsync(long since)
    {
        lock (_gate)
        {
            var (age, pause) = (time.GetElapsedTime(_began), _rest);
            if (_reading is null || _began < since || (_reading.IsCompleted && age >= Fresh + pause))
            {
                (_began, _reading) = (time.GetTimestamp(), _reading is null || age >= pause ? LoadAsync() : LoadAfterAsync(pause - age));
            }

            return _reading;
        }
    }

    /// <summary>Somebody changed something here: the next read is a new one.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _reading = null;
        }
    }

    private async Task<IReadOnlyList<QueueRow>> LoadAfterAsync(TimeSpan pause)
    {
        await Task.Delay(pause, time);
        return await LoadAsync();
    }

    private async Task<IReadOnlyList<QueueRow>> LoadAsync()
    {
        var began = time.GetTimestamp();
        var names = (await WorkLookup.Queries(grains).ListQueuesAsync()).Union(doors.Select(door => door.Name)).Order(StringComparer.Ordinal).ToList();
        var rows = await Task.WhenAll(names.Select(LoadAsync));
        lock (_gate)
        {
            var (rest, longest) = (time.GetElapsedTime(began) * Share, LongestRestForEach * rows.Length);
            _rest = rest < longest ? rest : longest;
        }

        return rows;
    }

    private async Task<QueueRow> LoadAsync(string queue)
    {
        var now = time.GetUtcNow();
        var known = KnownOf(queue);
        var since = known.Until > now - QueuePace.Span ? known.Until : now - QueuePace.Span;
        var status = grains.Reach<IQueueGrain>(queue).GetStatusAsync();
        var fresh = WorkLookup.Queries(grains).GetRatesAsync(queue, since);
        var workers = WorkLookup.Queries(grains).ListWorkersAsync(queue, MostWorkers);
        await Task.WhenAll(status, fresh, workers);
        IReadOnlyList<RatePoint> points =
            [.. known.Points.Where(point => point.Minute > now - QueuePace.Span && point.Minute < since), .. (await fresh).Where(point => point.Minute >= since)];
        lock (_gate)
        {
            _points[queue] = new(points, now - Unsettled);
        }

        return new(await status, QueuePace.Of(await status, points, now), points, [.. (await workers).Where(worker => worker.LastSeen > now - Lately)], now);
    }

    private KnownPoints KnownOf(string queue)
    {
        lock (_gate)
        {
            return _points.GetValueOrDefault(queue) ?? new([], DateTimeOffset.MinValue);
        }
    }

    /// <param name="Until">What was before it is known for good.</param>
    private sealed record KnownPoints(IReadOnlyList<RatePoint> Points, DateTimeOffset Until);
}
