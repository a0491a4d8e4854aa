namespace Switchyard.Tables.Rules;

/// <summary>What becomes of a table's name in the URL of a client that does not quote it, as the original's Runner does not.</summary>
public static class TableUrls
{
    private const string Risky = "#?%";

    /// <summary>Whether the name means another one in a URL when it is not quoted.</summary>
    public static bool IsRisky(string table) => table.AsSpan().IndexOfAny(Risky) >= 0;

    /// <summary>What an operator is told of such a name; null for others.</summary>
    public static string? WarningOf(string table) => table.AsSpan().IndexOfAny(Risky) is >= 0 and var at
        ? $"its name has a '{table[at]}': clients that do not quote it in a URL, as JenTab's Runner does not, cannot return this table"
        : null;

    /// <summary>Whether a server sees the one name where a client means the other: all from '#' or '?' on is no longer of the path.</summary>
    public static bool IsCutTo(string table, string seen) =>
        table.Length > seen.Length && table[seen.Length] is ('#' or '?') && table.StartsWith(seen, StringComparison.Ordinal);
}
