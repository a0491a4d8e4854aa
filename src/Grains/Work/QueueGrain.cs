using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>What is small and rare of a queue: kept by the stock storage provider.</summary>
[GenerateSerializer, Alias("switchyard.work.queue-state")]
public sealed class QueueState
{
    [Id(0)]
    public QueuePause? Pause { get; set; }
}

/// <summary>
/// Reentrant: a claim changes the window before it awaits anything, so claims never wait for each other's storage.
/// </summary>
[Reentrant]
public sealed partial class QueueGrain(
    [PersistentState("queue", "small")] IPersistentState<QueueState> state,
    IWorkStore store,
    IGrainFactory grains,
    IEnumerable<IQueuePauseListener> pauseListeners,
    TimeProvider clock,
    ILogger<QueueGrain> log) : Grain, IQueueGrain, IRemindable
{
    private const string Guardian = "guardian";
    private const int WindowCapacity = 1000;
    private const int MaxBatch = 1000;
    private const int MaxTakeTries = 5;
    private const int SweepsPerRefill = 5;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly QueueWindow _window = new(WindowCapacity, takenFor: TimeSpan.FromSeconds(10));
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private Task? _refill;
    private int _sweeps;

    private string Queue => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // The timer keeps the grain alive while the silo lives; the reminder brings it back after a crash.
        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(SweepEvery, SweepEvery) { KeepAlive = true });
        await this.RegisterOrUpdateReminder(Guardian, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    public async Task<TakeResult> TakeAsync(int max)
    {
        if (state.State.Pause is not null)
        {
            return new([], true, MayHaveMore: true);
        }

        var wanted = Math.Clamp(max, 1, MaxBatch);
        var entries = _window.Take(wanted, clock.GetUtcNow());
        for (var tries = 0; entries.Count == 0 && _window.MayHaveMore && tries < MaxTakeTries; tries++)
        {
            // Many may wait for one refill, and the first of them take all of it.
            await FillAsync();
            entries = state.State.Pause is null ? _window.Take(wanted, clock.GetUtcNow()) : [];
        }

        if (_window.MayHaveMore && _window.Count < WindowCapacity / 4)
        {
            FillAsync().Ignore();
        }

        return new(entries, state.State.Pause is not null, entries.Count == 0 && _window.MayHaveMore);
    }

    public async Task<TakeResult> PeekAsync(int max)
    {
        await HasWorkAsync();
        var isPaused = state.State.Pause is not null;
        var entries = isPaused ? [] : _window.Peek(Math.Clamp(max, 1, MaxBatch));
        return new(entries, isPaused, entries.Count == 0 && (isPaused || _window.MayHaveMore));
    }

    public async Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var longest = time < MaxWait ? time : MaxWait;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // In line before the look: what arrives after it completes this very task.
            var arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(arrival);
            try
            {
                if (await HasWorkAsync())
                {
                    return true;
                }

                var left = longest - clock.GetElapsedTime(began);
                if (left <= TimeSpan.Zero || !await ArrivesAsync(arrival.Task, left, cancellationToken))
                {
                    return false;
                }
            }
            finally
            {
                // Whoever has left is passed over.
                arrival.TrySetResult();
            }
        }
    }

    public Task OfferAsync(IReadOnlyList<QueueEntry> entries)
    {
        foreach (var entry in entries)
        {
            _window.Offer(entry);
        }

        WakeWaiting(entries.Count);
        return Task.CompletedTask;
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

    public async Task PauseAsync(string by, string reason)
    {
        state.State.Pause = new(by, reason, clock.GetUtcNow());
        await state.WriteStateAsync();
        LogPaused(Queue, by, reason);
        await TellPauseAsync();
    }

    public async Task ResumeAsync(string by)
    {
        if (state.State.Pause is not null)
        {
            state.State.Pause = null;
            await state.WriteStateAsync();
            LogResumed(Queue, by);
            WakeWaiting(_waiting.Count);
            await TellPauseAsync();
        }
    }

    public async Task<QueueStatus> GetStatusAsync()
    {
        var tallies = await store.ReadTalliesAsync(Queue);
        return new(
            Queue,
            tallies.GetValueOrDefault("status.queued"),
            tallies.GetValueOrDefault("status.running"),
            tallies,
            await store.ReadOldestQueuedAsync(Queue),
            state.State.Pause);
    }

    /// <summary>The reminder's only work is to activate the grain: its timer does the rest.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    /// <summary>Whether something can be taken now; asks the store when the window does not know.</summary>
    private async Task<bool> HasWorkAsync()
    {
        for (var tries = 0; state.State.Pause is null && _window.Count == 0 && _window.MayHaveMore && tries < MaxTakeTries; tries++)
        {
            await FillAsync();
        }

        return state.State.Pause is null && _window.Count > 0;
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

    /// <summary>
    /// As many look again as there are entries for, who has waited longest first. One that then takes from another queue
    /// leaves its entry to the next sweep, a second later: better than to wake a thousand workers for each entry.
    /// </summary>
    private void WakeWaiting(int entries)
    {
        while (entries > 0 && state.State.Pause is null && (_window.Count > 0 || _window.MayHaveMore) && _waiting.TryDequeue(out var next))
        {
            entries -= next.TrySetResult() ? 1 : 0;
        }
    }

    /// <summary>One refill at a time; whoever needs one meanwhile awaits it.</summary>
    private Task FillAsync() => _refill is { IsCompleted: false } ? _refill : _refill = ReadHeadAsync();

    private async Task ReadHeadAsync()
    {
        _window.BeginRefill();
        var head = new List<QueueEntry>();
        QueueEntry? last = null;
        var complete = false;
        while (!complete && head.Count < WindowCapacity)
        {
            var page = await store.ReadQueuedAsync(Queue, last, WindowCapacity, clock.GetUtcNow());
            complete = page.Count < WindowCapacity;
            last = page.Count > 0 ? page[^1] : last;
            head.AddRange(page.Where(entry => !_window.IsTaken(entry.Id)));
        }

        _window.Refill(head, complete);
        if (_window.Count > 0)
        {
            WakeWaiting(_window.Count);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Queue {Queue} is paused by {By}: {Reason}")]
    private partial void LogPaused(string queue, string by, string reason);

    [LoggerMessage(2, LogLevel.Information, "Queue {Queue} is resumed by {By}")]
    private partial void LogResumed(string queue, string by);
}
