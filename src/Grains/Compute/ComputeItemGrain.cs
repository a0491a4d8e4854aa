using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>What an item's grain needs besides its row.</summary>
public sealed record ComputeItemServices(WorkItemServices Work, ISiloStatusOracle Silos);

/// <summary>
/// An item that a compute source runs. A door derives from it, says what is to be run, and keeps what it wants of the end.
/// </summary>
public abstract class ComputeItemGrain(IPersistentState<WorkState> state, ComputeItemServices services)
    : WorkItemGrain(state, services.Work), IComputeItemGrain
{
    private const int MaxStops = 3;

    public async Task<RunOrder?> StartAsync(string source, TimeSpan lease)
    {
        var isStarted = await ActAsync(row => Decide(row, new WorkCommand.Lease(source, Now + lease)) is { Write: { } write }
            ? new Decision<bool>(true, write)
            : new Decision<bool>(false));
        return isStarted && Row is { } leased
            ? await OrderAsync(leased) with { Trace = leased.Trace, IsRetry = leased.LostLeases + leased.Failures > 0 }
            : null;
    }

    public Task<ActOutcome> EndAsync(long leaseNumber, RunResult result) =>
        ActAsync(row => row is null ? new Decision<ActOutcome>(ActOutcome.Unknown) : End(row, leaseNumber, result));

    public Task<ActOutcome> ReleaseAsync(long leaseNumber, string reason, ReleaseCause cause) => ApplyAsync(cause switch
    {
        ReleaseCause.Lost => new WorkCommand.Lose(leaseNumber, reason),
        ReleaseCause.NodeFault => new WorkCommand.Fault(leaseNumber, reason),
        _ => new WorkCommand.Release(leaseNumber, reason),
    });

    /// <summary>What runs is ended first: when this has answered, no process of the item is left.</summary>
    public override async Task<ActOutcome> CancelAsync(string reason)
    {
        await ReloadAsync();
        (string Source, RunResult Result)? stopped = null;
        long? stoppedLease = null;
        for (var stops = 0; stops < MaxStops && Row is { Status: WorkStatus.Running, LeaseOwner: { } source } row && row.LeaseNumber != stoppedLease; stops++)
        {
            stoppedLease = row.LeaseNumber;
            stopped = await StopAsync(source, row.Id, reason) is { } result ? (source, result) : stopped;
            await ReloadAsync();
        }

        return await ActAsync(row => Decide(row, new WorkCommand.Cancel(reason)) is { Write: { } write } decision && stopped is { } run
            ? decision with { Write = ItemRuns.WithRun(write, run.Source, run.Result) }
            : Decide(row, new WorkCommand.Cancel(reason)));
    }

    public async Task<RunView?> GetRunAsync()
    {
        await ReloadAsync();
        return Row switch
        {
            null => null,
            { Status: WorkStatus.Running, LeaseOwner: { } source } row => new(source, null, await ReadLiveLogAsync(source, row.Id)),
            { } row => ItemRuns.Read(await Store.ReadPartsAsync(row.Id, [ItemRuns.Part])),
        };
    }

    /// <summary>The item as the scheduler sees it.</summary>
    protected abstract ComputeEntry EntryOf(WorkRow row);

    /// <summary>What a source needs to run the item, which was just leased.</summary>
    protected abstract ValueTask<RunOrder> OrderAsync(WorkRow leased);

    /// <summary>A run ended by itself and its end is to be stored; a door adds what it keeps of it. Its result is an artifact already.</summary>
    protected virtual WorkWrite Ended(WorkWrite write, RunResult result) => write;

    /// <summary>How the item moves on after a run that completed; null when it has completed itself.</summary>
    protected virtual WorkCommand.Advance? AdvanceOf(WorkRow row) => null;

    /// <summary>Whether the item has moved on after the run of this lease.</summary>
    protected virtual bool HasAdvanced(WorkRow row, long leaseNumber) => false;

    protected override WorkWrite WriteOf(WorkRow old, Transition transition) =>
        base.WriteOf(old, transition) with { Workers = ItemRuns.WorkersOf(old, transition, Now) };

    /// <summary>The scheduler knows what it waits for, unless the queue does.</summary>
    protected override async Task<WaitingView> WhyWaitingAsync(WorkRow queued)
    {
        var pause = Grains.Reach<IQueueGrain>(queued.Queue).GetPauseAsync();
        var placement = Grains.GetScheduler().FindAsync(queued.Id);
        await Task.WhenAll(pause, placement);
        return WaitingRule.WhyHeld(queued, await pause, Now) ?? PlacementView.WhyWaits(await placement);
    }

    protected override void OnCommitted(WorkRow? old, WorkRow current)
    {
        if (current.Status == WorkStatus.Queued && old?.Status != WorkStatus.Queued && !(current.NotBefore > Now))
        {
            Grains.GetScheduler().OfferAsync([EntryOf(current)]).Ignore();
        }
        else if (old?.Status == WorkStatus.Queued && current.Status.IsTerminal())
        {
            Grains.GetScheduler().WithdrawAsync(current.Id).Ignore();
        }
    }

    private Decision<ActOutcome> End(WorkRow row, long leaseNumber, RunResult result)
    {
        // A source that did not hear our answer says it again.
        if (HasAdvanced(row, leaseNumber) || (row.LeaseNumber == leaseNumber && row.Status == ItemRuns.StatusOf(result.Outcome)))
        {
            return new(ActOutcome.Accepted);
        }

        var command = result.Outcome == RunOutcome.Completed && AdvanceOf(row) is { } advance ? advance : ItemRuns.CommandOf(leaseNumber, result);
        var outcome = Lifecycle.Judge(row, leaseNumber);
        // Decided on also when it is stale: refused ends are counted there.
        return Decide(row, command).Write is { } write && outcome == ActOutcome.Accepted
            // A run that ends is no person's act, whoever's call it was started by.
            ? new(ActOutcome.Accepted, Ended(ItemRuns.WithResult(ItemRuns.WithRun(write with { Act = null }, row.LeaseOwner ?? "", result), result, Now), result))
            : new(outcome);
    }

    private async Task<RunResult?> StopAsync(string source, long id, string reason)
    {
        if (!services.Silos.IsActive(SourceDefinition.NodeOf(source)))
        {
            return null;
        }

        try
        {
            return await Grains.Reach<IComputeSourceGrain>(source).StopAsync(id, reason);
        }
        catch (Exception) when (!services.Silos.IsActive(SourceDefinition.NodeOf(source)))
        {
            // With the node went what ran there.
            return null;
        }
    }

    private async Task<string?> ReadLiveLogAsync(string source, long id)
    {
        try
        {
            return await Grains.Reach<IComputeSourceGrain>(source).GetLogAsync(id);
        }
#pragma warning disable CA1031 // A log that cannot be had now is no reason to refuse the rest.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
