namespace Switchyard.Tables.Rules;

/// <summary>The content of a table's file, ready to be sent.</summary>
/// <param name="Columns">At least 1.</param>
/// <param name="Rows">Records of the file; 0 when it holds none.</param>
/// <param name="Data">
/// UTF-8 JSON: an array of columns, each an array of <paramref name="Rows"/> text cells; row 0 is the file's first record.
/// </param>
public sealed record ParsedTable(int Columns, int Rows, byte[] Data)
{
    /// <summary>A file without records: one column without rows.</summary>
    public static ParsedTable Empty { get; } = new(1, 0, "[[]]"u8.ToArray());
}

/// <summary>A table, or the reason why its file cannot be one. Exactly one of the two is set.</summary>
public readonly record struct TableReading
{
    private TableReading(ParsedTable? table, string? refusal)
    {
        Table = table;
        Refusal = refusal;
    }

    public ParsedTable? Table { get; }

    /// <summary>What is wrong with the file and where, in words for the operator.</summary>
    public string? Refusal { get; }

    public static TableReading Of(ParsedTable table) => new(table, null);

    public static TableReading Refused(string reason) => new(null, reason);
}
