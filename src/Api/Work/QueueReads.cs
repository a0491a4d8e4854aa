using System.Collections.Concurrent;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>
/// How queues stand. However many look at it, a queue is read during a tenth of the time at most: what is shown is older than now by
/// nine times as long as reading it took, which is milliseconds, and a second at most.
/// </summary>
internal sealed class QueueReads(IGrainFactory grains, TimeProvider time)
{
    private const int Share = 9;
    private const int MostWorkers = 1000;

    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Who was seen in this time works on the queue.</summary>
    private static readonly TimeSpan Presence = TimeSpan.FromMinutes(5);

    /// <summary>What lies more than an hour back is summed up so often.</summary>
    private static readonly TimeSpan SumEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>As it stands now.</summary>
    public Task<QueueNumbers> ReadNowAsync(string queue) => EntryOf(queue).Begin(() => ReadAsync(queue), time);

    /// <summary>As it stood a moment ago.</summary>
    public Task<QueueNumbers> ReadAsync(string queue, CancellationToken cancellationToken) =>
        EntryOf(queue).Join(() => ReadAsync(queue), time).WaitAsync(cancellationToken);

    /// <summary>Something was done to it: who looks next sees it.</summary>
    public void Forget(string queue) => _entries.TryRemove(queue, out _);

    private Entry EntryOf(string queue) => _entries.GetOrAdd(queue, _ => new Entry());

    private async Task<QueueNumbers> ReadAsync(string queue)
    {
        var now = time.GetUtcNow();
        var status = grains.Reach<IQueueGrain>(queue).GetStatusAsync();
        var rates = ReadRatesAsync(EntryOf(queue), queue, now);
        var workers = WorkLookup.Queries(grains).ListWorkersAsync(queue, MostWorkers);
        await Task.WhenAll(status, rates, workers);
        return new(await status, QueuePace.Of(await status, await rates, now), (await workers).Count(worker => worker.Held > 0 || worker.LastSeen > now - Presence));
    }

    private async Task<QueueRateSums> ReadRatesAsync(Entry entry, string queue, DateTimeOffset now)
    {
        if (entry.Sums is not { } sums || now - sums.From > Hour + SumEvery + SumEvery)
        {
            var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero) - Hour - TimeSpan.FromMinutes(1);
            var day = await WorkLookup.Queries(grains).GetRatesAsync(queue, now - QueueRateSums.Span);
            entry.Sums = (from, QueueRateSums.SumBefore(day, from));
            return new([.. day.Where(point => point.Minute >= from)], entry.Sums.Value.Before);
        }

        return new(await WorkLookup.Queries(grains).GetRatesAsync(queue, sums.From), sums.Before);
    }

    private sealed class Entry
    {
        private readonly Lock _gate = new();
        private Task<QueueNumbers>? _read;
        private long _readAt;
        private TimeSpan _goodFor;

        /// <summary>Of what lies before a minute about an hour ago.</summary>
        public (DateTimeOffset From, IReadOnlyDictionary<string, long> Before)? Sums { get; set; }

        public Task<QueueNumbers> Begin(Func<Task<QueueNumbers>> read, TimeProvider time)
        {
            lock (_gate)
            {
                return _read = MeasureAsync(read, time);
            }
        }

        public Task<QueueNumbers> Join(Func<Task<QueueNumbers>> read, TimeProvider time)
        {
            lock (_gate)
            {
                var isGood = _read is { IsCompleted: false } || (_read is { IsCompletedSuccessfully: true } && time.GetElapsedTime(_readAt) < _goodFor);
                return isGood ? _read! : _read = MeasureAsync(read, time);
            }
        }

        private async Task<QueueNumbers> MeasureAsync(Func<Task<QueueNumbers>> read, TimeProvider time)
        {
            var began = time.GetTimestamp();
            var numbers = await read();
            _readAt = time.GetTimestamp();
            var share = time.GetElapsedTime(began, _readAt) * Share;
            _goodFor = share < Oldest ? share : Oldest;
            return numbers;
        }
    }
}

/// <param name="Workers">Who holds something of it, or asked for something in the last five minutes; a thousand at most.</param>
internal sealed record QueueNumbers(QueueStatus Status, QueuePace Pace, int Workers);
