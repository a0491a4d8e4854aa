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
    TimeProvider time,
    ILogger<QueueGrain> log) : Grain, IQueueGrain, IRemindable
{
    private const string Guardian = "guardian";
    private const int WindowCapacity = 1000;
    private const int MaxBatch = 1000;
    private const int MaxTakeTries = 5;
    private const int SweepsPerRefill = 5;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly QueueWindow _window = new(WindowCapacity, takenFor: TimeSpan.FromSeconds(10));
    private Task? _refill;
    private int _sweeps;

    private string Queue => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // The timer keeps the grain alive while the silo lives; the reminder brings it back after a crash.
        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(SweepEvery, SweepEvery) { KeepAlive = true });
        await this.RegisterOrUpdateReminder(Guardian, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    public async Task<ClaimResult> ClaimAsync(ClaimRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Max, 1);
        var now = time.GetUtcNow();
        var claimed = new List<ClaimedItem>();
        while (claimed.Count < Math.Min(request.Max, MaxBatch))
        {
            var (entries, paused, _) = await TakeAsync(request.Max - claimed.Count);
            if (entries.Count == 0)
            {
                return new(claimed, paused);
            }

            var rows = await store.LeaseAsync([.. entries.Select(entry => entry.Id)], request.Owner, now + request.Lease, now);
            claimed.AddRange(rows.Select(row => new ClaimedItem(
                new(row.Id, row.LeaseNumber), now + request.Lease, row.Attempt, row.Name, row.Body)));
        }

        return new(claimed, false);
    }

    public Task<IReadOnlyList<ActOutcome>> RenewAsync(IReadOnlyList<LeaseRef> leases, TimeSpan duration) =>
        store.RenewAsync(leases, time.GetUtcNow() + duration, time.GetUtcNow());

    public Task<IReadOnlyList<ActOutcome>> CompleteAsync(IReadOnlyList<LeaseRef> leases) =>
        store.CompleteAsync(leases, time.GetUtcNow());

    public async Task<IReadOnlyList<ActOutcome>> FailAsync(IReadOnlyList<Failure> failures)
    {
        var outcomes = await store.FailAsync(failures, time.GetUtcNow());
        if (failures.Any(failure => failure.Retry))
        {
            RefillAsync().Ignore();
        }

        return outcomes;
    }

    public async Task<TakeResult> TakeAsync(int max)
    {
        if (state.State.Pause is not null)
        {
            return new([], true, MayHaveMore: true);
        }

        var wanted = Math.Clamp(max, 1, MaxBatch);
        var entries = _window.Take(wanted, time.GetUtcNow());
        for (var tries = 0; entries.Count == 0 && _window.MayHaveMore && tries < MaxTakeTries; tries++)
        {
            // Many may wait for one refill, and the first of them take all of it.
            await FillAsync();
            entries = state.State.Pause is null ? _window.Take(wanted, time.GetUtcNow()) : [];
        }

        if (_window.MayHaveMore && _window.Count < WindowCapacity / 4)
        {
            FillAsync().Ignore();
        }

        return new(entries, state.State.Pause is not null, entries.Count == 0 && _window.MayHaveMore);
    }

    public Task OfferAsync(IReadOnlyList<QueueEntry> entries)
    {
        foreach (var entry in entries)
        {
            _window.Offer(entry);
        }

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
        state.State.Pause = new(by, reason, time.GetUtcNow());
        await state.WriteStateAsync();
        LogPaused(Queue, by, reason);
    }

    public async Task ResumeAsync(string by)
    {
        if (state.State.Pause is not null)
        {
            state.State.Pause = null;
            await state.WriteStateAsync();
            LogResumed(Queue, by);
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

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        _window.ForgetTaken(time.GetUtcNow());
        try
        {
            await ExpireAsync(cancellationToken);
            if (++_sweeps % SweepsPerRefill == 0)
            {
                await FillAsync();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next tick tries again; the rows wait.
            LogSweepFailed(Queue, exception);
        }
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        var expired = 0;
        IReadOnlyList<DueItem> due;
        do
        {
            due = await store.ReadDueAsync(Queue, time.GetUtcNow(), MaxBatch, cancellationToken);
            var outcomes = await Task.WhenAll(due.Select(ExpireAsync));
            expired += outcomes.Count(done => done);

            // A page of which nothing could be expired would come again and again.
            if (!outcomes.Contains(true))
            {
                break;
            }
        }
        while (due.Count == MaxBatch);

        if (expired > 0)
        {
            LogExpired(Queue, expired);
        }
    }

    /// <summary>One item that cannot be expired must not keep the others from it.</summary>
    private async Task<bool> ExpireAsync(DueItem item)
    {
        try
        {
            return await grains.GetWorkItem(item.Kind, item.Id).ExpireAsync() == ActOutcome.Accepted;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotExpired(Queue, item.Id, exception);
            return false;
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
            var page = await store.ReadQueuedAsync(Queue, last, WindowCapacity, time.GetUtcNow());
            complete = page.Count < WindowCapacity;
            last = page.Count > 0 ? page[^1] : last;
            head.AddRange(page.Where(entry => !_window.IsTaken(entry.Id)));
        }

        _window.Refill(head, complete);
    }

    [LoggerMessage(1, LogLevel.Information, "Queue {Queue} is paused by {By}: {Reason}")]
    private partial void LogPaused(string queue, string by, string reason);

    [LoggerMessage(2, LogLevel.Information, "Queue {Queue} is resumed by {By}")]
    private partial void LogResumed(string queue, string by);

    [LoggerMessage(3, LogLevel.Information, "Queue {Queue}: {Count} leases had run out")]
    private partial void LogExpired(string queue, int count);

    [LoggerMessage(4, LogLevel.Warning, "Queue {Queue}: the sweep failed and is tried again")]
    private partial void LogSweepFailed(string queue, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "Queue {Queue}: the lease of item {Id} has run out, but it cannot be taken back; tried again")]
    private partial void LogNotExpired(string queue, long id, Exception exception);
}
