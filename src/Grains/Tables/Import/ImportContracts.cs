using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Import;

/// <summary>Where an import puts its tables.</summary>
public interface IImportSink
{
    /// <summary>Which of these tables exist already, by name. At most <see cref="ImportOptions.BatchSize"/> names.</summary>
    Task<IReadOnlyDictionary<string, KnownTable>> FindKnownAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>Stores new tables, in this order, all or none. The import goes on when the task completes.</summary>
    Task StoreAsync(IReadOnlyList<ImportedTable> tables, CancellationToken cancellationToken);

    /// <summary>Gives content to tables that were stored unreadable and can be read now.</summary>
    Task RepairAsync(IReadOnlyList<RepairedTable> tables, CancellationToken cancellationToken);
}

/// <param name="Unreadable">Whether it was stored without content, because its file could not be read.</param>
public readonly record struct KnownTable(long Id, bool Unreadable);

/// <summary>One table as imported: with its content, or with the reason why there is none.</summary>
/// <param name="Unreadable">Null exactly when <paramref name="Content"/> is not.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Modified">When the file was last changed.</param>
public sealed record ImportedTable(
    string Name,
    TargetTable Targets,
    ParsedTable? Content,
    string? Unreadable,
    long Size,
    DateTimeOffset Modified);

/// <param name="Table">As it reads now, with content; its targets are those of the files as they are now.</param>
public sealed record RepairedTable(long Id, ImportedTable Table);

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

    /// <summary>Tables stored at once.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>A batch ends early when its files hold this many bytes, so that large tables do not fill the memory.</summary>
    public long BatchBytes { get; init; } = 64L * 1024 * 1024;
}
