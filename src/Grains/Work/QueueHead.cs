using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>One queue as its grain knows it: whether it is paused, and a window on its rows that is filled again in time.</summary>
/// <param name="filled">Called when a refill brought entries.</param>
internal sealed class QueueHead(string queue, IWorkStore store, TimeProvider clock, Action<QueueHead> filled)
{
    private const int Capacity = 1000;
    private const int MaxTries = 5;

    private readonly QueueWindow _window = new(Capacity, takenFor: TimeSpan.FromSeconds(10));
    private Task? _refill;

    public string Queue => queue;

    /// <summary>Null while the queue is open.</summary>
    public QueuePause? Pause { get; private set; }

    /// <summary>How often <see cref="Pause"/> was told.</summary>
    public int Holds { get; private set; }

    /// <summary>When somebody last asked for what it has; null when nobody did.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    public int Count => _window.Count;

    public bool MayHaveMore => _window.MayHaveMore;

    /// <summary>Whether it is open and the store must be asked before anybody knows that nothing waits.</summary>
    public bool IsUnknown => Pause is null && _window.Count == 0 && _window.MayHaveMore;

    public void Hold(QueuePause? pause)
    {
        Pause = pause;
        Holds++;
    }

    public void Ask() => AskedAt = clock.GetUtcNow();

    /// <summary>Where an item that waits stands.</summary>
    public async Task<QueuePlace> PlaceAsync(QueueEntry entry)
    {
        if (_window.Count == 0 && _window.MayHaveMore)
        {
            await FillAsync();
        }

        var (before, isAtLeast) = _window.Before(entry);
        return new(before, isAtLeast, AskedAt, Pause);
    }

    public void Offer(QueueEntry entry) => _window.Offer(entry);

    /// <summary>The head, in order; nothing of a queue that is paused.</summary>
    public IReadOnlyList<QueueEntry> Peek(int max) => Pause is null ? _window.Peek(max) : [];

    public IReadOnlyList<QueueEntry> Take(int max)
    {
        if (Pause is not null)
        {
            return [];
        }

        var entries = _window.Take(max, clock.GetUtcNow());
        if (_window.MayHaveMore && _window.Count < Capacity / 4)
        {
            FillAsync().Ignore();
        }

        return entries;
    }

    /// <summary>Whether something can be taken now; asks the store when the window does not know.</summary>
    public async Task<bool> HasWorkAsync()
    {
        // Many may wait for one refill, and the first of them take all of it.
        for (var tries = 0; IsUnknown && tries < MaxTries; tries++)
        {
            await FillAsync();
        }

        return Pause is null && _window.Count > 0;
    }

    public async Task RefillAsync()
    {
        if (_refill is { IsCompleted: false } underWay)
        {
            // It may have read before the rows that we are told of were committed.
            await underWay;
        }

        await FillAsync();
    }

    /// <summary>One refill at a time; whoever needs one meanwhile awaits it.</summary>
    public Task FillAsync() => _refill is { IsCompleted: false } ? _refill : _refill = ReadAsync();

    public void ForgetTaken() => _window.ForgetTaken(clock.GetUtcNow());

    private async Task ReadAsync()
    {
        _window.BeginRefill();
        var head = new List<QueueEntry>();
        QueueEntry? last = null;
        var complete = false;
        while (!complete && head.Count < Capacity)
        {
            var page = await store.ReadQueuedAsync(queue, last, Capacity, clock.GetUtcNow());
            complete = page.Count < Capacity;
            last = page.Count > 0 ? page[^1] : last;
            head.AddRange(page.Where(entry => !_window.IsTaken(entry.Id)));
        }

        _window.Refill(head, complete);
        if (_window.Count > 0)
        {
            filled(this);
        }
    }
}
