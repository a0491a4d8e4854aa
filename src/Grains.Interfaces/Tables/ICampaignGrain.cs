using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>
/// One campaign: a directory of tables, handed out. The key is the name of its queue ("tables").
/// </summary>
[Alias("switchyard.tables.campaign-grain")]
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>
    /// Hands out the next table: never assigned first, then least often assigned; when only leased tables remain, a copy.
    /// Waits up to <paramref name="wait"/> (at most 20 s) when nothing can be handed out but not all is done.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the client has left: it gets nothing any more.</param>
    [Alias("get-work"), AlwaysInterleave]
    Task<GetWorkResult> GetWorkAsync(string client, TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>A table left the running state (returned, expired, cancelled). A hint, after its commit.</summary>
    [Alias("left"), OneWay]
    Task LeftAsync(long tableId);

    /// <summary>Starts an import of the input directory unless one runs; answers its progress. Importing twice changes nothing.</summary>
    [Alias("import"), Repeatable]
    Task<ImportProgress> ImportAsync();

    [Alias("import-progress"), Repeatable]
    Task<ImportProgress> GetImportProgressAsync();

    /// <summary>Puts returned tables back into the queue, or with <paramref name="dryRun"/> only counts them.</summary>
    [Alias("reset"), ResponseTimeout("00:30:00")]
    Task<ResetOutcome> ResetAsync(ResetSelection which, IReadOnlyList<string> tables, bool dryRun);
}

/// <param name="Tables">How many tables were reset, or would be.</param>
/// <param name="Unknown">Names that name no table (at most the first 100).</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.reset-outcome")]
public sealed record ResetOutcome([property: Id(0)] long Tables, [property: Id(1)] IReadOnlyList<string> Unknown);

/// <summary>Which tables to reset. Only returned tables ever match.</summary>
[GenerateSerializer, Alias("switchyard.tables.reset-selection")]
public enum ResetSelection
{
    /// <summary>Tables that have assignments, none of which has a result. (A table that cannot be read is mended by an import.)</summary>
    Errors = 0,

    /// <summary>Tables with CEA targets, none mapped.</summary>
    FullMissCea = 1,

    /// <summary>Tables with at least one unmapped CEA target.</summary>
    PartialMissCea = 2,

    /// <summary>The named tables.</summary>
    Named = 3,
}

[GenerateSerializer, Immutable, Alias("switchyard.tables.import-progress")]
public sealed record ImportProgress
{
    [Id(0)] public required ImportPhase Phase { get; init; }

    [Id(1)] public DateTimeOffset? StartedAt { get; init; }

    [Id(2)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>CSV files found so far.</summary>
    [Id(3)] public long TablesFound { get; init; }

    /// <summary>Tables stored by this import.</summary>
    [Id(4)] public long TablesStored { get; init; }

    /// <summary>Tables that were there already.</summary>
    [Id(5)] public long TablesKnown { get; init; }

    /// <summary>Tables stored in an error state, because they cannot be read.</summary>
    [Id(6)] public long TablesUnreadable { get; init; }

    /// <summary>Target lines read so far.</summary>
    [Id(7)] public long TargetsRead { get; init; }

    /// <summary>Bad lines and files in all; <see cref="Problems"/> holds the first 1,000.</summary>
    [Id(8)] public long ProblemCount { get; init; }

    [Id(9)] public IReadOnlyList<ImportProblem> Problems { get; init; } = [];

    /// <summary>Why the import as a whole failed.</summary>
    [Id(10)] public string? Error { get; init; }
}

[GenerateSerializer, Alias("switchyard.tables.import-phase")]
public enum ImportPhase
{
    /// <summary>No input directory is configured, or no import has run on this activation.</summary>
    Idle = 0,
    ReadingDirectory = 1,
    ReadingTargets = 2,
    StoringTables = 3,
    Finished = 4,
    Failed = 5,
}

/// <param name="Line">1-based; 0 when the whole file is meant.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.import-problem")]
public sealed record ImportProblem(
    [property: Id(0)] string File,
    [property: Id(1)] long Line,
    [property: Id(2)] string Message);
