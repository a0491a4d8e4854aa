namespace Switchyard.Tables;

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

    /// <summary>Bad lines and files, and targets outside their table, in all; <see cref="Problems"/> holds the first 1,000 that are named.</summary>
    [Id(8)] public long ProblemCount { get; init; }

    [Id(9)] public IReadOnlyList<ImportProblem> Problems { get; init; } = [];

    /// <summary>Why the import as a whole failed.</summary>
    [Id(10)] public string? Error { get; init; }

    /// <summary>Why no import was started at all; <see cref="Error"/> has the words.</summary>
    [Id(11)] public ImportRefusal Refused { get; init; }

    /// <summary>Known tables whose cells were replaced, because their file has changed. Their results stay until they are reset.</summary>
    [Id(12)] public NamedTables TablesChanged { get; init; } = NamedTables.None;

    /// <summary>Tables whose file has changed and that are out with clients: their cells stay as they are until the next import.</summary>
    [Id(13)] public NamedTables TablesOut { get; init; } = NamedTables.None;

    /// <summary>Targets that were added to known tables.</summary>
    [Id(14)] public long TargetsAdded { get; init; }

    /// <summary>Targets of known tables whose mapping comes from the targets file, and is another one there now.</summary>
    [Id(15)] public long TargetsRemapped { get; init; }

    /// <summary>Tables that got new targets while they are out: who has them does not know these.</summary>
    [Id(16)] public NamedTables TablesOutWithNewTargets { get; init; } = NamedTables.None;

    /// <summary>Returned tables that got new cells or targets and were left as they are: a reset makes them work again.</summary>
    [Id(17)] public NamedTables TablesReturned { get; init; } = NamedTables.None;

    /// <summary>Returned tables that got new cells or targets and went back to the queue, as <see cref="ImportRequest.Requeue"/> asked.</summary>
    [Id(18)] public NamedTables TablesRequeued { get; init; } = NamedTables.None;

    /// <summary>Lines of targets files that were read and not used; <see cref="Problems"/> says why.</summary>
    [Id(19)] public long TargetsUnused { get; init; }

    /// <summary>Targets of known tables that stand in no file any more, and were kept.</summary>
    [Id(20)] public long TargetsGone { get; init; }

    /// <summary>Targets without a result that stood in no file any more and were dropped, as <see cref="ImportRequest.RemoveGone"/> asked.</summary>
    [Id(21)] public long TargetsRemoved { get; init; }

    /// <summary>The targets files that are read, by task.</summary>
    [Id(22)] public IReadOnlyList<TargetsFileReport> TargetsFiles { get; init; } = [];

    /// <summary>A node began it by itself, when it started: nobody asked for it.</summary>
    [Id(23)] public bool IsUnasked { get; init; }
}

/// <summary>How an import is to differ from the usual one.</summary>
/// <param name="Requeue">
/// Returned tables that get new cells or targets go back to the queue, and those that got some from an earlier import and were not handed
/// out since.
/// </param>
/// <param name="RemoveGone">Targets that stand in no file of their task any more are dropped, unless a client has mapped them.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.import-request")]
public sealed record ImportRequest([property: Id(0)] bool Requeue = false, [property: Id(1)] bool RemoveGone = false);

[GenerateSerializer, Alias("switchyard.tables.import-refusal")]
public enum ImportRefusal
{
    None = 0,

    /// <summary>There is no input directory, or it lacks tables/, or a targets file. Nothing is stored.</summary>
    NothingToImport = 1,

    /// <summary>Another import runs, which was asked for otherwise.</summary>
    Busy = 2,
}

/// <summary>A number of tables, with the names of some.</summary>
/// <param name="First">At most 100.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.named-tables")]
public sealed record NamedTables([property: Id(0)] long Count, [property: Id(1)] IReadOnlyList<string> First)
{
    public static NamedTables None { get; } = new(0, []);
}

/// <summary>What an import read in one targets file.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tables.targets-file")]
public sealed record TargetsFileReport
{
    /// <summary>Its name in <c>targets/</c>.</summary>
    [Id(0)] public required string File { get; init; }

    [Id(1)] public required AnnotationTask Task { get; init; }

    /// <summary>Lines read, blank ones aside.</summary>
    [Id(2)] public long Lines { get; init; }

    /// <summary>Lines that name a target of a table that is there.</summary>
    [Id(3)] public long Targets { get; init; }

    /// <summary>Lines that were not used: malformed, of no table, or said before.</summary>
    [Id(4)] public long Unused { get; init; }

    /// <summary>Targets beyond the rows or columns of their table. They are stored, but nobody can annotate them.</summary>
    [Id(5)] public long Outside { get; init; }

    /// <summary>Where more of the file fits the other <see cref="CeaColumnOrder"/>: how much, and what to do; else null.</summary>
    [Id(6)] public string? Hint { get; init; }
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
