using Orleans.Storage;
using Switchyard.Hosting;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>What a grain decided about its item: an answer, and the transition to store before it is given.</summary>
/// <param name="Write">Null when nothing changes.</param>
public sealed record Decision<T>(T Answer, WorkWrite? Write = null);

/// <summary>
/// The shell around the life cycle that every door's item grain is: load, decide by a pure function, store, answer.
/// An act that meets a newer row in the store decides again on that row.
/// </summary>
public abstract class WorkItemGrain(IPersistentState<WorkState> state, WorkItemServices services) : Grain, IWorkItemGrain
{
    private const int MaxTries = 4;

    // After a write whose fate is unknown (connection lost at the commit) the row in memory may be old.
    private bool _mustReload;

    // The decision that is made now is the refusal of an end under an old lease.
    private bool _isStaleEnd;

    protected WorkRow? Row => state.State.Row;

    protected IGrainFactory Grains => services.Grains;

    protected IWorkStore Store => services.Store;

    protected DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task<WorkItemView?> GetAsync()
    {
        await ReloadAsync();
        return Row?.ToView();
    }

    public virtual Task<ActOutcome> CancelAsync(string reason) => ApplyAsync(new WorkCommand.Cancel(reason));

    public virtual async Task<ActOutcome> ResetAsync()
    {
        try
        {
            return await ApplyAsync(new WorkCommand.Reset());
        }
        catch (TargetTakenException)
        {
            // Not wrapped by the runtime, as it is one of its own kind.
            return ActOutcome.Conflict;
        }
    }

    public async Task<string?> WhyNoResetAsync()
    {
        await ReloadAsync();
        return Row switch
        {
            null => null,
            { Status: WorkStatus.Queued or WorkStatus.Running } row => $"The work item {row.Id} has not ended.",
            { } row => await WhyNoResetAsync(row),
        };
    }

    public async Task<WaitingView?> WhyWaitingAsync()
    {
        await ReloadAsync();
        return Row is { Status: WorkStatus.Queued } row ? await WhyWaitingAsync(row) : null;
    }

    public virtual Task<ActOutcome> ExpireAsync() => ApplyAsync(new WorkCommand.Expire());

    /// <summary>The door's own reason not to reset an ended item; null when it has none.</summary>
    protected virtual Task<string?> WhyNoResetAsync(WorkRow ended) => Task.FromResult<string?>(null);

    /// <summary>Why a queued item waits, where workers fetch it; a door adds what it knows.</summary>
    protected virtual async Task<WaitingView> WhyWaitingAsync(WorkRow queued)
    {
        var place = Grains.Reach<IQueueGrain>(queued.Queue).GetPlaceAsync(queued.Entry);
        var workers = Store.CountWorkersAsync(queued.Queue, Now - WaitingRule.Lately);
        await Task.WhenAll(place, workers);
        return WaitingRule.WhyWaits(queued, await place, await workers, Now);
    }

    /// <summary>Applies a life cycle command with what the door adds to it.</summary>
    protected Task<ActOutcome> ApplyAsync(WorkCommand command) => ActAsync(row => Decide(row, command));

    protected Decision<ActOutcome> Decide(WorkRow? row, WorkCommand command)
    {
        if (row is null)
        {
            return new(ActOutcome.Unknown);
        }

        var transition = Lifecycle.Apply(row, command, Now, TermsOf(row));
        _isStaleEnd |= transition.Outcome == ActOutcome.Stale && IsEnd(command);
        return new(
            transition.Outcome,
            ReferenceEquals(transition.Row, row) ? null : WriteOf(row, transition) with { Act = ItemActs.Of(row, command, transition.Row, Now) });
    }

    /// <summary>By what the item is tried again, when an attempt brought no end.</summary>
    protected RetryTerms TermsOf(WorkRow row) => services.TermsOf(row.Queue);

    /// <summary>Makes the write of a transition; a door adds its body, parts, facets and what its workers did.</summary>
    protected virtual WorkWrite WriteOf(WorkRow old, Transition transition) =>
        new(old, transition.Row) { Ended = transition.Ended is { } ended ? [ended] : [] };

    /// <summary>Called after a transition was committed.</summary>
    protected virtual void OnCommitted(WorkRow? old, WorkRow current)
    {
        if (current.Status == WorkStatus.Queued && old?.Status != WorkStatus.Queued && !(current.NotBefore > Now))
        {
            // A hint to the queue: if it is lost, the queue's own sweep finds the row, as it finds one whose time has come.
            Grains.Reach<IQueueGrain>(current.Queue).OfferAsync([current.Entry]).Ignore();
        }
    }

    /// <summary>
    /// Decides, stores, answers. A refusal is only given on a row that was read for it: others write rows too (a
    /// node's renewals, an import). <paramref name="decide"/> may be called again on a newer row and must not have effects.
    /// </summary>
    protected async Task<T> ActAsync<T>(Func<WorkRow?, Decision<T>> decide)
    {
        var isFresh = _mustReload;
        await EnsureLoadedAsync();
        return await ActAsync(isFresh, ReloadAsync, () => decide(Row));
    }

    /// <summary>The same, for a decision that needs parts of the item: row and parts are read together.</summary>
    protected async Task<T> ActAsync<T>(
        IReadOnlyList<string> parts, Func<WorkRow?, IReadOnlyDictionary<string, byte[]>, Decision<T>> decide)
    {
        var read = await ReloadAsync(parts);
        return await ActAsync(isFresh: true, async () => read = await ReloadAsync(parts), () => decide(Row, read));
    }

    private async Task<T> ActAsync<T>(bool isFresh, Func<Task> reload, Func<Decision<T>> decide)
    {
        for (var tries = 1; ; tries++)
        {
            var old = Row;
            _isStaleEnd = false;
            var decision = decide();
            if (decision.Write is null && isFresh)
            {
                if (_isStaleEnd && old is not null)
                {
                    services.Instruments.StaleEnd(old.Kind);
                }

                return decision.Answer;
            }

            if (decision.Write is not null && await TryStoreAsync(decision.Write, isLastTry: tries == MaxTries))
            {
                OnCommitted(old, Row!);
                return decision.Answer;
            }

            await reload();
            isFresh = true;
        }
    }

    private static bool IsEnd(WorkCommand command) =>
        command is WorkCommand.Complete or WorkCommand.Advance or WorkCommand.Fail;

    private async Task<bool> TryStoreAsync(WorkWrite write, bool isLastTry)
    {
        state.State.Next = write;
        _mustReload = true;
        try
        {
            await state.WriteStateAsync();
            _mustReload = false;
            return true;
        }
        catch (InconsistentStateException) when (!isLastTry)
        {
            return false;
        }
    }

    protected Task EnsureLoadedAsync() => _mustReload ? ReloadAsync() : Task.CompletedTask;

    protected Task ReloadAsync() => ReloadAsync([]);

    /// <summary>Reads the row, and in the same look those of the named parts that exist; they are not kept.</summary>
    protected async Task<IReadOnlyDictionary<string, byte[]>> ReloadAsync(IReadOnlyList<string> parts)
    {
        state.State.WantedParts = parts;
        await state.ReadStateAsync();
        _mustReload = false;
        return state.State.TakeParts();
    }
}
