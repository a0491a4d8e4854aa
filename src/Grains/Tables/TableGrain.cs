using Microsoft.Extensions.Logging;
using Switchyard.Blobs;
using Switchyard.Hosting;
using Switchyard.Tables.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>
/// One table. It leaves memory soon after it was asked for: a campaign has a million of them, and the next one is always
/// another. (Not by <c>DeactivateOnIdle</c>: a second client's call that meets the deactivation would be rejected.)
/// </summary>
[GrainType(TableNames.Kind), CollectionAgeLimit(Minutes = 2)]
public sealed partial class TableGrain(
    [PersistentState("table", WorkGrainStorage.Name)] IPersistentState<WorkState> state,
    IWorkStore store,
    IBlobStore blobs,
    TablesOptions options,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<TableGrain> log) : WorkItemGrain(state, grains, time), ITableGrain
{
    private static readonly string[] TargetsOnly = [TableWork.TargetsPart];
    private static readonly string[] TargetsAndContent = [TableWork.TargetsPart, TableWork.ContentPart];

    public async Task<WorkPackage?> AssignAsync(string client, AssignMode mode)
    {
        // Read before it is leased: a table that cannot be read must not be out with anybody.
        var package = await DescribeAsync();
        if (package is null)
        {
            await ActAsync(SetAside);
            return null;
        }

        var assigned = await ActAsync(row => row is null ? new Decision<bool>(false) : Assign(row, client, mode));
        return assigned ? package : null;
    }

    public async Task<WorkPackage?> DescribeAsync()
    {
        await EnsureLoadedAsync();
        if (Row is not { } row)
        {
            return null;
        }

        var parts = await store.ReadPartsAsync(row.Id, TargetsAndContent);
        var columns = TableBody.Deserialize(row.Body).Columns;
        if (columns == 0 && parts.ContainsKey(TableWork.ContentPart))
        {
            // An import mended the table, and this row is from before.
            await ReloadAsync();
            columns = Row is { } mended ? TableBody.Deserialize(mended.Body).Columns : 0;
        }

        try
        {
            return !parts.TryGetValue(TableWork.ContentPart, out var content)
                ? null
                : new WorkPackage(row.Name ?? "", columns, Gzip.Unpack(content), Targets(parts).Targets(), options.Analyze, options.Audit);
        }
        catch (InvalidDataException exception)
        {
            LogDamaged(row.Name ?? "", exception);
            return null;
        }
    }

    public async Task<StoreOutcome> StoreResultAsync(string client, TableResult result)
    {
        await EnsureLoadedAsync();
        if (Row is null)
        {
            return StoreOutcome.UnknownTable;
        }

        // Targets are written in the same transition as their row: a row of this version has these targets.
        var targets = await ReadTargetsAsync();
        var version = Row.Version;
        while (true)
        {
            var outcome = await ActAsync(row =>
                row is null ? new Decision<StoreOutcome?>(StoreOutcome.UnknownTable)
                : row.Version != version ? new(null)
                : TableReturns.Result(row, targets, client, result, options, Now));
            if (outcome is { } known)
            {
                return known;
            }

            await ReloadAsync();
            targets = await ReadTargetsAsync();
            version = Row?.Version ?? 0;
        }
    }

    public Task<StoreOutcome> StoreErrorAsync(string client, string text, RawBody body) => ActAsync(row => row is null
        ? new Decision<StoreOutcome>(StoreOutcome.UnknownTable)
        : TableReturns.Error(row, client, text, body, Now));

    public async Task<bool> StoreAnalysisAsync(RawBody body)
    {
        var packed = new WorkPart(TableWork.AnalysisPart, await PackAsync(body));
        var stored = await ActAsync(row => row is null ? new Decision<bool>(false) : new(true, new(row, row) { Parts = [packed] }));
        if (body.BlobId is { } blob && stored)
        {
            await blobs.DeleteAsync(blob, CancellationToken.None);
        }

        return stored;
    }

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

    protected override Task<string?> WhyNoResetAsync(WorkRow ended) => Task.FromResult(TableSelections.CanReset(ended)
        ? null
        : $"The file of the table '{ended.Name}' cannot be read: mend it, then import again.");

    /// <summary>Adds to a transition of the life cycle what it means for the assignments and the clients.</summary>
    protected override WorkWrite Complete(WorkRow old, Transition transition) =>
        TableTransitions.Complete(old, transition.Row, TableBody.Deserialize(old.Body), Now);

    protected override void OnCommitted(WorkRow? old, WorkRow current)
    {
        base.OnCommitted(old, current);
        if (old?.Status == WorkStatus.Running && current.Status != WorkStatus.Running)
        {
            Grains.Reach<ICampaignGrain>(current.Queue).LeftAsync(current.Id).Ignore();
        }
    }

    private Decision<bool> Assign(WorkRow row, string client, AssignMode mode)
    {
        var expires = Now + options.LeaseTimeout;
        var transition = Lifecycle.Apply(
            row, mode == AssignMode.First ? new WorkCommand.Lease(client, expires) : new WorkCommand.Copy(client, expires), Now);
        return transition.Outcome == ActOutcome.Accepted
            ? new(true, TableTransitions.Assign(row, transition.Row, client, expires, Now))
            : new(false);
    }

    /// <summary>What is stored of a waiting table cannot be read: it fails, where it is seen, and blocks nothing.</summary>
    private Decision<bool> SetAside(WorkRow? row)
    {
        if (row is null || row.Status.IsTerminal())
        {
            return new(false);
        }

        var body = TableBody.Deserialize(row.Body) with { Unreadable = "What is stored of the table is damaged or missing; import it again." };
        var transition = Lifecycle.Apply(row, new WorkCommand.AcceptLate(body.Unreadable), Now);
        return new(true, TableTransitions.Complete(row, transition.Row, body, Now));
    }

    private async Task<byte[]> PackAsync(RawBody body)
    {
        if (body.Inline is { } bytes)
        {
            return Gzip.Pack(bytes);
        }

        await using var content = await blobs.OpenAsync(body.BlobId!, CancellationToken.None)
            ?? throw new IOException($"The blob {body.BlobId} is missing.");
        return await Gzip.PackAsync(content);
    }

    private async Task<TargetTable> ReadTargetsAsync() => Targets(await store.ReadPartsAsync(Row!.Id, TargetsOnly));

    private static TargetTable Targets(IReadOnlyDictionary<string, byte[]> parts) =>
        parts.TryGetValue(TableWork.TargetsPart, out var packed) ? TargetTable.Deserialize(Gzip.Unpack(packed)) : TargetTable.Empty;

    [LoggerMessage(1, LogLevel.Error, "Table {Table}: what is stored of it cannot be read")]
    private partial void LogDamaged(string table, Exception exception);
}
