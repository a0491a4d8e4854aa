using Microsoft.Extensions.Options;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>
/// One table. It leaves memory soon after it was asked for: a campaign has a million of them, and the next one is always
/// another.
/// </summary>
[GrainType(TableWork.Kind), CollectionAgeLimit(Minutes = 2)]
public sealed class TableGrain(
    [PersistentState("table", WorkGrainStorage.Name)] IPersistentState<WorkState> state,
    IWorkStore store,
    IOptions<TablesOptions> options,
    IGrainFactory grains,
    TimeProvider time) : WorkItemGrain(state, grains, time), ITableGrain
{
    private static readonly string[] TargetsOnly = [TableWork.TargetsPart];
    private static readonly string[] TargetsAndContent = [TableWork.TargetsPart, TableWork.ContentPart];

    public async Task<WorkPackage?> AssignAsync(string client, AssignMode mode)
    {
        var assigned = await ActAsync(row => row is null ? new Decision<bool>(false) : Assign(row, client, mode));
        return assigned ? await DescribeAsync() : null;
    }

    public async Task<WorkPackage?> DescribeAsync()
    {
        await EnsureLoadedAsync();
        if (Row is not { } row)
        {
            return null;
        }

        var parts = await store.ReadPartsAsync(row.Id, TargetsAndContent);
        var body = TableBody.Deserialize(row.Body);
        return !parts.TryGetValue(TableWork.ContentPart, out var content)
            ? null
            : new WorkPackage(row.Name ?? "", body.Columns, Gzip.Unpack(content), Targets(parts).Targets(), options.Value.Analyze, options.Value.Audit);
    }

    public async Task<StoreOutcome> StoreResultAsync(string client, TableResult result)
    {
        await EnsureLoadedAsync();
        if (Row is null)
        {
            return StoreOutcome.UnknownTable;
        }

        // Only this grain writes the targets, in the same transition as its row: a row of this version has these targets.
        var targets = await ReadTargetsAsync();
        var version = Row.Version;
        while (true)
        {
            var outcome = await ActAsync(row =>
                row is null ? new Decision<StoreOutcome?>(StoreOutcome.UnknownTable)
                : row.Version != version ? new(null)
                : TableReturns.Result(row, targets, client, result, options.Value, Now));
            if (outcome is { } known)
            {
                LeaveMemoryAfter(known);
                return known;
            }

            await ReloadAsync();
            targets = await ReadTargetsAsync();
            version = Row?.Version ?? 0;
        }
    }

    public async Task<StoreOutcome> StoreErrorAsync(string client, string text, RawBody body)
    {
        var outcome = await ActAsync(row => row is null
            ? new Decision<StoreOutcome>(StoreOutcome.UnknownTable)
            : TableReturns.Error(row, client, text, body, Now));
        LeaveMemoryAfter(outcome);
        return outcome;
    }

    public Task<bool> StoreAnalysisAsync(RawBody body) => ActAsync(row => row is null
        ? new Decision<bool>(false)
        : new(true, new(row, row)
        {
            Artifacts = [ArtifactContent.Make(TableWork.AnalysisRole, $"{row.Name}.json", row.LeaseNumber, Now, body)],
        }));

    public async Task<TableDetails?> GetDetailsAsync()
    {
        await EnsureLoadedAsync();
        return Row is { } row
            ? new(row.ToView(), (await ReadTargetsAsync()).Mappings(), TableBody.Deserialize(row.Body).Assignments)
            : null;
    }

    /// <summary>A table that cannot be read is not handed out again by a reset; an import that can read it mends it.</summary>
    public override Task<ActOutcome> ResetAsync() => ActAsync(row =>
        row is not null && row.Status.IsTerminal() && !TableSelections.CanReset(row)
            ? new(ActOutcome.Conflict)
            : Decide(row, new WorkCommand.Reset()));

    /// <summary>Adds to a transition of the life cycle what it means for the assignments and the clients.</summary>
    protected override WorkWrite Complete(WorkRow old, Transition transition) =>
        TableTransitions.Complete(old, transition.Row, TableBody.Deserialize(old.Body), Now);

    protected override void OnCommitted(WorkRow? old, WorkRow current)
    {
        base.OnCommitted(old, current);
        if (old?.Status == WorkStatus.Running && current.Status != WorkStatus.Running)
        {
            Grains.GetGrain<ICampaignGrain>(current.Queue).LeftAsync(current.Id).Ignore();
        }
    }

    private Decision<bool> Assign(WorkRow row, string client, AssignMode mode)
    {
        var expires = Now + options.Value.LeaseTimeout;
        var transition = Lifecycle.Apply(
            row, mode == AssignMode.First ? new WorkCommand.Lease(client, expires) : new WorkCommand.Copy(client, expires), Now);
        return transition.Outcome == ActOutcome.Accepted
            ? new(true, TableTransitions.Assign(row, transition.Row, client, expires, Now))
            : new(false);
    }

    private async Task<TargetTable> ReadTargetsAsync() => Targets(await store.ReadPartsAsync(Row!.Id, TargetsOnly));

    private static TargetTable Targets(IReadOnlyDictionary<string, byte[]> parts) =>
        parts.TryGetValue(TableWork.TargetsPart, out var packed) ? TargetTable.Deserialize(Gzip.Unpack(packed)) : TargetTable.Empty;

    /// <summary>
    /// After its last answer nobody asks for the table any more. While others may still answer it stays: they often do so
    /// together, and a call that meets a leaving grain too often is turned away.
    /// </summary>
    private void LeaveMemoryAfter(StoreOutcome outcome)
    {
        if (outcome == StoreOutcome.Stored
            && Row is { } row
            && row.Status.IsTerminal()
            && TableBody.Deserialize(row.Body).Assignments.All(assignment => assignment.ReturnedAt is not null))
        {
            DeactivateOnIdle();
        }
    }
}
