using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Work.Audit;
using Switchyard.Work.Changes;
using Switchyard.Work.Instruments;
using Switchyard.Work.Lanes;
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
/// Reentrant: a claim changes the window before it awaits anything, so claims never wait for each other's storage. The window of
/// a queue in a group is the group's.
/// </summary>
[Reentrant]
public sealed partial class QueueGrain(
    [PersistentState("queue", "small")] IPersistentState<QueueState> state,
    IWorkStore store,
    QueueGroups groups,
    IGrainFactory grains,
    IEnumerable<IQueuePauseListener> pauseListeners,
    IEnumerable<IItemLane> lanes,
    AuditLog audit,
    WorkChanges changes,
    WorkInstruments instruments,
    TimeProvider clock,
    ILogger<QueueGrain> log) : Grain, IQueueGrain, IRemindable
{
    private const string Guardian = "guardian";
    private const int MaxBatch = 1000;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly QueueHeads _heads = new(store, instruments, clock);

    private string Queue => this.GetPrimaryKeyString();

    private IQueueGroupGrain? Group => field ??= groups.Find(Queue);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _heads.Hold(Queue, state.State.Pause);

        if (await lanes.OfAsync(Queue) is not null)
        {
            // What time does to items of a lane is the lane's: of such a queue there is only its pause here.
            return;
        }

        // The timer keeps the grain alive while the silo lives; the reminder brings it back after a crash.
        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(SweepEvery, SweepEvery) { KeepAlive = true });
        await this.RegisterOrUpdateReminder(Guardian, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    public Task<TakeResult> TakeAsync(int max) => Group?.TakeAsync([Queue], max) ?? _heads.TakeAsync([Queue], max);

    public Task<TakeResult> PeekAsync(int max) => Group?.PeekAsync(Queue, max) ?? _heads.PeekAsync(Queue, max);

    public Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        Group?.WaitAsync([Queue], time, cancellationToken) ?? _heads.WaitAsync([Queue], time, cancellationToken);

    public Task OfferAsync(IReadOnlyList<QueueEntry> entries)
    {
        if (Group is { } group)
        {
            return group.OfferAsync(Queue, entries);
        }

        _heads.Offer(Queue, entries);
        return Task.CompletedTask;
    }

    public Task RefillAsync() => Group?.RefillAsync(Queue) ?? _heads[Queue].RefillAsync();

    public async Task PauseAsync(string by, string reason)
    {
        await audit.AddAsync(AuditActs.Pause, entry => entry with { Queue = Queue, Reason = reason, Before = StateOf(state.State.Pause), After = Paused });
        state.State.Pause = new(by, reason, clock.GetUtcNow());
        _heads.Hold(Queue, state.State.Pause);
        await state.WriteStateAsync();
        LogPaused(Queue, by, reason);
        await TellPauseAsync();
    }

    public async Task ResumeAsync(string by)
    {
        if (state.State.Pause is { } pause)
        {
            await audit.AddAsync(AuditActs.Resume, entry => entry with { Queue = Queue, Before = StateOf(pause), After = Open });
            state.State.Pause = null;
            await state.WriteStateAsync();
            LogResumed(Queue, by);
            _heads.Hold(Queue, null);
            await TellPauseAsync();
        }
    }

    public async Task<QueuePlace> GetPlaceAsync(QueueEntry entry) =>
        (await (Group?.GetPlaceAsync(Queue, entry) ?? _heads.PlaceAsync(Queue, entry))) with { Pause = state.State.Pause };

    public Task<QueuePause?> GetPauseAsync() => Task.FromResult(state.State.Pause);

    public async Task<QueueStatus> GetStatusAsync()
    {
        if (await lanes.OfAsync(Queue) is { } lane && await lane.ReadQueueAsync(Queue) is { } status)
        {
            return status with { Pause = state.State.Pause };
        }

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

    [LoggerMessage(2011, LogLevel.Information, "Queue {Queue} is paused by {By}: {Reason}")]
    private partial void LogPaused(string queue, string by, string reason);

    [LoggerMessage(2012, LogLevel.Information, "Queue {Queue} is resumed by {By}")]
    private partial void LogResumed(string queue, string by);
}
