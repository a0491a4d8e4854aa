using Microsoft.Extensions.Logging;
using Switchyard.Blobs;
using Switchyard.Hosting;
using Switchyard.Tables.Rules;
using Switchyard.Text;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>
/// One table. It leaves memory soon after it was asked for: a campaign has a million of them, and the next one is always
/// another. (Not by <c>DeactivateOnIdle</c>: a second client's call that meets the deactivation would be rejected.)
/// </summary>
[GrainType(TableNames.Kind), CollectionAgeLimit(Minutes = 2)]
public sealed partial class TableGrain(
    [PersistentState("table", WorkGrainStorage.Name)] IPersistentState<WorkState> state,
    WorkItemServices services,
    IBlobStore blobs,
    TablesOptions options,
    ILogger<TableGrain> log) : WorkItemGrain(state, services), ITableGrain
{
    /// <summary>Mappings of a preview.</summary>
    private const int MostPreviewed = 1_000;

    /// <summary>Characters of what a previewed mapping says.</summary>
    private const int LongestPreviewed = 300;

    private static readonly string[] TargetsOnly = [TableWork.TargetsPart];
    private static readonly string[] TargetsAndContent = [TableWork.TargetsPart, TableWork.ContentPart];

    /// <summary>A table that cannot be read is not handed out.</summary>
    public Task<WorkPackage?> AssignAsync(string client, AssignMode mode) => ActAsync(TargetsAndContent, (row, parts) =>
        row is null ? new Decision<WorkPackage?>(null)
        : Package(row, parts) is { } package ? Assign(row, package, client, mode)
        : SetAside(row));

    public async Task<WorkPackage?> DescribeAsync()
    {
        var parts = await ReloadAsync(TargetsAndContent);
        return Row is { } row ? Package(row, parts) : null;
    }

    public Task<StoreOutcome> StoreResultAsync(string client, TableResult result) => ActAsync(TargetsOnly, (row, parts) => row is null
        ? new Decision<StoreOutcome>(StoreOutcome.UnknownTable)
        : TableReturns.Result(row, Targets(parts), client, result, options, Now));

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
        var parts = await ReloadAsync(TargetsOnly);
        return Row is { } row
            ? new(row.ToView(), Targets(parts).Mappings(), TableBody.Deserialize(row.Body).Assignments)
            : null;
    }

    public async Task<TablePreview?> PreviewAsync(int limit)
    {
        var parts = await ReloadAsync(TargetsOnly);
        if (Row is null)
        {
            return null;
        }

        var all = Targets(parts).Mappings();
        var mapped = all.Where(mapping => mapping.Annotation.Mapped is not null).ToList();
        return new(
            mapped.Count,
            all.Count,
            [.. mapped.Take(Math.Clamp(limit, 1, MostPreviewed)).Select(mapping =>
                mapping with { Annotation = mapping.Annotation with { Mapped = SoundText.StartOf(mapping.Annotation.Mapped!, LongestPreviewed) } })]);
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
    protected override WorkWrite WriteOf(WorkRow old, Transition transition) =>
        TableTransitions.Follow(old, transition.Row, TableBody.Deserialize(old.Body), Now);

    protected override void OnCommitted(WorkRow? old, WorkRow current)
    {
        base.OnCommitted(old, current);
        if (old?.Status == WorkStatus.Running && current.Status != WorkStatus.Running)
        {
            Grains.Reach<ICampaignGrain>(current.Queue).LeftAsync(current.Id).Ignore();
        }
    }

    /// <summary>What a client gets; null when what is stored cannot be read.</summary>
    private WorkPackage? Package(WorkRow row, IReadOnlyDictionary<string, byte[]> parts)
    {
        try
        {
            return !parts.TryGetValue(TableWork.ContentPart, out var content) ? null : new WorkPackage(
                row.Name ?? "",
                TableBody.Deserialize(row.Body).Columns,
                Gzip.Unpack(content),
                Targets(parts).Targets(),
                options.Analyze,
                options.Audit);
        }
        catch (InvalidDataException exception)
        {
            LogDamaged(row.Name ?? "", exception);
            return null;
        }
    }

    private Decision<WorkPackage?> Assign(WorkRow row, WorkPackage package, string client, AssignMode mode)
    {
        var expires = Now + options.LeaseTimeout;
        var transition = Lifecycle.Apply(
            row, mode == AssignMode.First ? new WorkCommand.Lease(client, expires) : new WorkCommand.Copy(client, expires), Now);
        return transition.Outcome == ActOutcome.Accepted
            ? new(package, TableTransitions.Assign(row, transition.Row, client, expires, Now))
            : new(null);
    }

    /// <summary>What is stored of a waiting table cannot be read: it fails, where it is seen, and blocks nothing.</summary>
    private Decision<WorkPackage?> SetAside(WorkRow row)
    {
        if (row.Status.IsTerminal())
        {
            return new(null);
        }

        var body = TableBody.Deserialize(row.Body) with { Unreadable = "What is stored of the table is damaged or missing; import it again." };
        var transition = Lifecycle.Apply(row, new WorkCommand.AcceptLate(body.Unreadable), Now);
        return new(null, TableTransitions.Follow(row, transition.Row, body, Now));
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

    private static TargetTable Targets(IReadOnlyDictionary<string, byte[]> parts) =>
        parts.TryGetValue(TableWork.TargetsPart, out var packed) ? TargetTable.Deserialize(Gzip.Unpack(packed)) : TargetTable.Empty;

    [LoggerMessage(4012, LogLevel.Error, "Table {Table}: what is stored of it cannot be read")]
    private partial void LogDamaged(string table, Exception exception);
}
