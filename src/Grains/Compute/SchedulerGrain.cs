using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Compute.Scheduling;
using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;

namespace Switchyard.Compute;

/// <summary>
/// Reentrant: every decision is a change of <see cref="SchedulingState"/> without an await in it, so offers and reports never
/// wait for each other's starts.
/// </summary>
[Reentrant]
public sealed partial class SchedulerGrain(
    [PersistentState("scheduler", ClusterNames.SmallStorage)] IPersistentState<SchedulerState> state,
    IEnumerable<PushQueue> queues,
    RunningItems running,
    IWorkStore store,
    IGrainFactory grains,
    AuditLog audit,
    ISiloStatusOracle silos,
    TimeProvider clock,
    ILogger<SchedulerGrain> log) : Grain, ISchedulerGrain, IRemindable
{
    private const string Guardian = "guardian";
    private const int MaxWorkers = 10_000;
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleBeforeStealing = TimeSpan.FromMilliseconds(250);

    private readonly SchedulingState _scheduling = new();
    private Task _saved = Task.CompletedTask;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var node in state.State.Nodes)
        {
            _scheduling.Register(node.Name, node.Sources, state.State.Holds);
        }

        LookAtNodes();
        await AskForPausesAsync();
        foreach (var (row, queue) in await running.ReadAsync(cancellationToken))
        {
            if (row.LeaseOwner is { } source && _scheduling.Lane(source) is { IsAway: false } lane)
            {
                _scheduling.AddRunning(queue.Entry(row), lane);
            }
        }

        // The timer keeps the grain alive while the silo lives; the reminder brings it back after a crash.
        var timer = this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, TickEvery) { KeepAlive = true });
        _nodeListener = new(() => timer.Change(TimeSpan.Zero, TickEvery));
        silos.SubscribeToSiloStatusEvents(_nodeListener);
        await this.RegisterOrUpdateReminder(Guardian, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_nodeListener is not null)
        {
            silos.UnSubscribeFromSiloStatusEvents(_nodeListener);
        }

        return Task.CompletedTask;
    }

    public Task OfferAsync(IReadOnlyList<ComputeEntry> entries)
    {
        foreach (var entry in entries)
        {
            Dispatch(_scheduling.Place(entry));
        }

        return Task.CompletedTask;
    }

    public Task WithdrawAsync(long id)
    {
        _scheduling.Withdraw(id);
        return Task.CompletedTask;
    }

    public Task<ComputeEntry?> FreedAsync(string source, long id)
    {
        if (_scheduling.Lane(source) is not { } lane)
        {
            return Task.FromResult<ComputeEntry?>(null);
        }

        Dispatch(_scheduling.Finished(lane, id), except: lane);
        if (_scheduling.TryStart(lane, out var next))
        {
            return Task.FromResult<ComputeEntry?>(next);
        }

        StealSoonAsync(lane).Ignore();
        return Task.FromResult<ComputeEntry?>(null);
    }

    public Task HoldAsync(string queue, QueuePause? pause)
    {
        _scheduling.HoldQueue(queue, pause);
        DispatchAll();
        return Task.CompletedTask;
    }

    public Task<bool> PermitsAsync(string service) => Task.FromResult(_scheduling.Permits(service));

    public Task<PlacementView?> FindAsync(long id) => Task.FromResult(_scheduling.Find(id));

    public Task<string> GetLabelAsync(string key) => Task.FromResult(_scheduling.Label(key));

    public async Task<IReadOnlyList<SourceView>> GetSourcesAsync()
    {
        var workers = await Task.WhenAll(queues.Select(queue => store.ReadWorkersAsync(queue.Queue, MaxWorkers)));
        var completed = workers.SelectMany(page => page).ToLookup(worker => worker.Owner, worker => worker.Completed);
        return [.. _scheduling.Lanes.Select(lane => _scheduling.View(lane, completed[lane.Key].Sum()))];
    }

    public async Task<SourceView?> ActAsync(string name, SourceAct act, string by)
    {
        if (_scheduling.Named(name) is not [var lane])
        {
            return null;
        }

        SourceHold? hold = act == SourceAct.Resume ? null : new(act == SourceAct.Drain, by, clock.GetUtcNow());
        await audit.AddAsync(ActOf(act), entry => entry with { Subject = lane.Key, Before = WordOf(lane.Hold), After = WordOf(hold) });
        await SaveAsync(kept =>
        {
            kept.Holds.Remove(lane.Key);
            if (hold is not null)
            {
                kept.Holds.Add(lane.Key, hold);
            }
        });
        _scheduling.Hold(lane, hold);
        LogActed(lane.Key, act, by);
        DispatchAll();
        return (await GetSourcesAsync()).Single(view => SourceDefinition.KeyOf(view.Name, view.Node) == lane.Key);
    }

    private static string ActOf(SourceAct act) => act switch
    {
        SourceAct.Drain => AuditActs.Drain,
        SourceAct.Pause => AuditActs.Pause,
        _ => AuditActs.Resume,
    };

    private static string WordOf(SourceHold? hold) => hold switch
    {
        null => "active",
        { IsDrain: true } => "draining",
        _ => "paused",
    };

    /// <summary>The reminder's only work is to activate the grain: its timer does the rest.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private void DispatchAll()
    {
        foreach (var lane in _scheduling.Lanes)
        {
            Dispatch(lane);
        }
    }

    private void Dispatch(SourceLane? lane, SourceLane? except = null)
    {
        while (lane is not null && lane != except && _scheduling.TryStart(lane, out var entry))
        {
            StartAsync(lane, entry).Ignore();
        }
    }

    /// <summary>A source that stays idle for a while takes from others.</summary>
    private async Task StealSoonAsync(SourceLane lane)
    {
        var starts = Array.ConvertAll(SlotPools.All, lane.OwnStarts);
        await Task.Delay(IdleBeforeStealing, clock);
        foreach (var pool in SlotPools.All.Where(pool => lane.OwnStarts(pool) == starts[(int)pool]))
        {
            lane.LetSteal(pool);
        }

        Dispatch(lane);
    }

    private async Task StartAsync(SourceLane lane, ComputeEntry entry)
    {
        try
        {
            switch (await grains.Reach<IComputeSourceGrain>(lane.Key).StartAsync(entry))
            {
                case StartOutcome.Gone:
                    Dispatch(_scheduling.Finished(lane, entry.Id), except: lane);
                    Dispatch(lane);
                    StealSoonAsync(lane).Ignore();
                    break;
                case StartOutcome.Full:
                    _scheduling.Refused(lane, entry.Id);
                    break;
                case StartOutcome.NoRoom:
                    _scheduling.Refused(lane, entry.Id, hasNoRoom: true);
                    break;
                case StartOutcome.Started:
                    lane.HasNoRoom = false;
                    break;
            }
        }
#pragma warning disable CA1031 // It may run all the same: the source is asked soon, or its node is found away.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotStarted(entry.Id, lane.Key, exception);
        }
    }

    /// <summary>One write at a time: a second would meet the first one's version.</summary>
    private async Task SaveAsync(Action<SchedulerState> change)
    {
        var before = _saved;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _saved = turn.Task;
        await before;
        try
        {
            change(state.State);
            await state.WriteStateAsync();
        }
        finally
        {
            turn.SetResult();
        }
    }

    [LoggerMessage(3016, LogLevel.Information, "Source {Source}: {Act} by {By}")]
    private partial void LogActed(string source, SourceAct act, string by);

    [LoggerMessage(3017, LogLevel.Warning, "Item {Id} could not be started at {Source}; tried again")]
    private partial void LogNotStarted(long id, string source, Exception exception);
}
