using Switchyard.Work.Instruments;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>
/// The heads of one queue or of several, and who waits for them. Belongs to one reentrant grain: what is taken is taken before
/// anything is awaited.
/// </summary>
internal sealed class QueueHeads(IWorkStore store, WorkInstruments instruments, TimeProvider clock)
{
    private const int MaxBatch = 1000;
    private const int MaxTakeTries = 5;
    private const int SweepsPerRefill = 5;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, QueueHead> _heads = [];
    private readonly LinkedList<Waiter> _line = [];
    private int _sweeps;

    private sealed record Waiter(IReadOnlyList<string> Queues, TaskCompletionSource Arrival);

    public QueueHead this[string queue]
    {
        get
        {
            if (!_heads.TryGetValue(queue, out var head))
            {
                _heads[queue] = head = new QueueHead(queue, store, clock, filled => Wake(filled, filled.Count));
            }

            return head;
        }
    }

    /// <summary>The first of all that the queues have.</summary>
    public async Task<TakeResult> TakeAsync(IReadOnlyList<string> queues, int max)
    {
        var heads = Asked(queues);
        var wanted = Math.Clamp(max, 1, MaxBatch);
        foreach (var head in heads.Where(head => head.IsUnknown))
        {
            instruments.WindowMissed(head.Queue);
        }

        IReadOnlyList<QueueEntry> entries;
        var tries = 0;
        do
        {
            // Many may wait for one refill, and the first of them take all of it.
            await Task.WhenAll(heads.Where(head => head.IsUnknown).Select(head => head.FillAsync()));
            entries = TakeFirst(heads, wanted);
        }
        while (entries.Count == 0 && heads.Exists(head => head.IsUnknown) && ++tries < MaxTakeTries);

        return ResultOf(heads, entries);
    }

    /// <summary>The head of one queue, which stays where it is.</summary>
    public async Task<TakeResult> PeekAsync(string queue, int max)
    {
        var heads = Asked([queue]);
        await heads[0].HasWorkAsync();
        return ResultOf(heads, heads[0].Peek(Math.Clamp(max, 1, MaxBatch)));
    }

    /// <summary>Until something may be taken from one of the queues.</summary>
    public async Task<bool> WaitAsync(IReadOnlyList<string> queues, TimeSpan time, CancellationToken cancellationToken)
    {
        var heads = Asked(queues);
        var began = clock.GetTimestamp();
        var longest = time < MaxWait ? time : MaxWait;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // In line before the look: what arrives after it completes this very task.
            var place = _line.AddLast(new Waiter(queues, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            try
            {
                if ((await Task.WhenAll(heads.Select(head => head.HasWorkAsync()))).Contains(true))
                {
                    return true;
                }

                var left = longest - clock.GetElapsedTime(began);
                if (left <= TimeSpan.Zero || !await ArrivesAsync(place.Value.Arrival.Task, left, cancellationToken))
                {
                    return false;
                }
            }
            finally
            {
                if (place.List is not null)
                {
                    _line.Remove(place);
                }
            }
        }
    }

    public Task<QueuePlace> PlaceAsync(string queue, QueueEntry entry) => this[queue].PlaceAsync(entry);

    public void Offer(string queue, IReadOnlyList<QueueEntry> entries)
    {
        var head = this[queue];
        foreach (var entry in entries)
        {
            head.Offer(entry);
        }

        Wake(head, entries.Count);
    }

    public void Hold(string queue, QueuePause? pause)
    {
        var head = this[queue];
        head.Hold(pause);
        Wake(head, _line.Count);
    }

    /// <summary>Once a second: every so often the rows are looked at again, for what no offer told of.</summary>
    public async Task SweepAsync()
    {
        var refill = ++_sweeps % SweepsPerRefill == 0;
        foreach (var head in _heads.Values.ToList())
        {
            head.ForgetTaken();
            if (refill)
            {
                await head.FillAsync();
            }
            else
            {
                Wake(head, head.Count);
            }
        }
    }

    private List<QueueHead> Asked(IReadOnlyList<string> queues)
    {
        var heads = queues.Select(queue => this[queue]).ToList();
        heads.ForEach(head => head.Ask());
        return heads;
    }

    private static IReadOnlyList<QueueEntry> TakeFirst(List<QueueHead> heads, int wanted)
    {
        if (heads is [var only])
        {
            return only.Take(wanted);
        }

        var shares = HeadShares.Of([.. heads.Select(head => head.Peek(wanted))], wanted);
        return [.. heads.Zip(shares).Where(pair => pair.Second > 0).SelectMany(pair => pair.First.Take(pair.Second)).Order()];
    }

    private static TakeResult ResultOf(List<QueueHead> heads, IReadOnlyList<QueueEntry> entries) => new(
        entries,
        Paused: heads.TrueForAll(head => head.Pause is not null),
        MayHaveMore: entries.Count == 0 && heads.Exists(head => head.Pause is not null || head.MayHaveMore));

    /// <summary>
    /// As many look again as there are entries for, who has waited longest first. One that then takes from another queue
    /// leaves its entry to the next sweep, a second later: better than to wake a thousand workers for each entry.
    /// </summary>
    private void Wake(QueueHead head, int entries)
    {
        for (var place = _line.First; place is not null && entries > 0 && head.Pause is null && (head.Count > 0 || head.MayHaveMore);)
        {
            var next = place.Next;
            if (place.Value.Queues.Contains(head.Queue))
            {
                _line.Remove(place);
                entries -= place.Value.Arrival.TrySetResult() ? 1 : 0;
            }

            place = next;
        }
    }

    private async Task<bool> ArrivesAsync(Task arrival, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await arrival.WaitAsync(time, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
