using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Import;

/// <summary>Where an import puts its tables.</summary>
public interface IImportSink
{
    /// <summary>Which of these tables exist already, by name. At most <see cref="ImportOptions.BatchSize"/> names.</summary>
    Task<IReadOnlyDictionary<string, KnownTable>> FindKnownAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>Which of these tables were there and went since their time was over, by name, and what their files were then.</summary>
    Task<IReadOnlyDictionary<string, TableStamp>> FindGoneAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>Stores new tables, in this order, all or none. The import goes on when the task completes.</summary>
    Task StoreAsync(IReadOnlyList<ImportedTable> tables, CancellationToken cancellationToken);

    /// <summary>Brings known tables to what the files say now; answers what became of each, in this order.</summary>
    Task<IReadOnlyList<UpdateOutcome>> UpdateAsync(IReadOnlyList<TableUpdate> updates, CancellationToken cancellationToken);
}

/// <param name="Unreadable">Whether it was stored without content, because its file could not be read.</param>
/// <param name="Stamp">What the files were when it was taken from them; null: not known.</param>
public readonly record struct KnownTable(long Id, bool Unreadable, TableStamp? Stamp);

/// <summary>One table as imported: with its content, or with the reason why there is none.</summary>
/// <param name="Unreadable">Null exactly when <paramref name="Content"/> is not.</param>
/// <param name="Stamp">What the files were.</param>
public sealed record ImportedTable(
    string Name,
    TargetTable Targets,
    ParsedTable? Content,
    string? Unreadable,
    TableStamp Stamp);

/// <summary>What the files say now of a table that is known.</summary>
/// <param name="Content">The cells as they read now; null when the file is as it was, or cannot be read.</param>
/// <param name="Targets">As the targets files have them; null when they are as they were.</param>
/// <param name="Tasks">The tasks that have a targets file.</param>
/// <param name="Stamp">What the files are, as far as they were read: what was not is as it was in the table's own.</param>
public sealed record TableUpdate(
    long Id,
    string Name,
    ParsedTable? Content,
    TargetTable? Targets,
    IReadOnlyCollection<AnnotationTask> Tasks,
    ImportRequest Request,
    TableStamp Stamp);

/// <summary>What became of a known table.</summary>
public sealed record UpdateOutcome
{
    /// <summary>Nothing that anybody would notice.</summary>
    public static UpdateOutcome Nothing { get; } = new();

    /// <summary>Whether it is out with a client.</summary>
    public bool IsOut { get; init; }

    /// <summary>Whether it was returned, and is readable.</summary>
    public bool IsReturned { get; init; }

    public bool CellsReplaced { get; init; }

    /// <summary>Whether its cells have changed and were left, since it is out.</summary>
    public bool CellsLeft { get; init; }

    public bool Requeued { get; init; }

    /// <inheritdoc cref="TargetMerge"/>
    public int TargetsAdded { get; init; }

    /// <inheritdoc cref="TargetMerge"/>
    public int TargetsRemapped { get; init; }

    /// <inheritdoc cref="TargetMerge"/>
    public int TargetsGone { get; init; }

    /// <inheritdoc cref="TargetMerge"/>
    public int TargetsRemoved { get; init; }
}

/// <summary>What to import and how.</summary>
public sealed record ImportOptions
{
    /// <summary>Holds <c>tables/</c> and <c>targets/</c>.</summary>
    public required string InputDirectory { get; init; }

    /// <summary>Where the scratch file is made, and deleted at the end; created when missing.</summary>
    public required string ScratchDirectory { get; init; }

    public CeaColumnOrder CeaColumnOrder { get; init; } = CeaColumnOrder.RowCol;

    /// <summary>A table whose file is larger is stored as unreadable. At most <see cref="TableFile.LargestLimit"/>.</summary>
    public long MaxTableBytes { get; init; } = TableFile.DefaultLimit;

    /// <summary>What the operator asked for.</summary>
    public ImportRequest Request { get; init; } = new();

    /// <summary>Files of known tables whose size and time are as they were are not read; else all are, and judged by their bytes.</summary>
    public bool TrustTimes { get; init; }

    /// <summary>Tables stored at once.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>A batch ends early when its files hold this many bytes, so that large tables do not fill the memory.</summary>
    public long BatchBytes { get; init; } = 64L * 1024 * 1024;
}
