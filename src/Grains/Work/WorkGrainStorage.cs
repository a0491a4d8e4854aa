using System.Globalization;
using Orleans.Storage;
using Switchyard.Telemetry;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>
/// The storage provider named "work": grain state that is a row of the work store, written by group commit. The row's
/// version is the ETag, and so the last judge when an item has two activations for a moment.
/// </summary>
public sealed class WorkGrainStorage(IWorkStore store) : IGrainStorage
{
    public const string Name = "work";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = StateOf(grainState);
        var (row, parts) = await store.ReadWithPartsAsync(grainId.GetIntegerKey(), state.WantedParts);
        if (row is not null && grainId.Type.ToString() != row.Kind)
        {
            // The id is another kind's: for this grain there is no such item.
            row = null;
        }

        state.Parts = parts;
        Set(state, grainState, row);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = StateOf(grainState);
        var write = state.Next ?? throw new InvalidOperationException("There is no transition to store.");
        state.Next = null;
        if (write is { Old: null, New.Trace: null } && Tracing.Current is { } trace)
        {
            write = write with { New = write.New with { Trace = trace } };
        }

        switch (await store.WriteAsync(write))
        {
            case WriteOutcome.Committed:
                Set(state, grainState, write.New with { Version = (write.Old?.Version ?? 0) + 1 });
                break;
            case WriteOutcome.TargetTaken:
                throw new TargetTakenException(write.New.Target);
            default:
                throw new InconsistentStateException($"Item {write.New.Id} has changed in the store.", null, grainState.ETag);
        }
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await store.DeleteAsync(grainId.GetIntegerKey());
        Set(StateOf(grainState), grainState, null);
    }

    private static WorkState StateOf<T>(IGrainState<T> grainState) =>
        (grainState.State ??= Activator.CreateInstance<T>()) as WorkState
        ?? throw new NotSupportedException($"The provider \"{Name}\" stores {nameof(WorkState)} only, not {typeof(T).Name}.");

    private static void Set<T>(WorkState state, IGrainState<T> grainState, WorkRow? row)
    {
        state.Row = row;
        grainState.RecordExists = row is not null;
        grainState.ETag = row?.Version.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>Another active item of the kind has the target.</summary>
public sealed class TargetTakenException(string? target) : OrleansException($"There is an active item for target \"{target}\".")
{
    public string? Target { get; } = target;
}
