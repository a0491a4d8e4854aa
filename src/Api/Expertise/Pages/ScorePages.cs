using Switchyard.Blobs;
using Switchyard.Expertise.Scores;

namespace Switchyard.Expertise.Pages;

/// <summary>Pages of a score file that may be larger than the memory: read from its beginning to the end of the page, and no further.</summary>
internal static class ScorePages
{
    /// <summary>After which a page is what was found until then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Null when there is no such file.</summary>
    /// <param name="blob">The result of a scoring step; null: there is none.</param>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static async Task<ScorePage?> ReadAsync(
        IBlobStore blobs, string? blob, ScoreQuery query, RowOrder order, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await ScoreArchive.OpenAsync(blobs, blob, cancellationToken) is not { } opened)
        {
            return null;
        }

        await using var archive = opened;
        return await archive.FindAsync(query.File, cancellationToken) is { } file
            ? await ReadAsync(ScoreRows.ReadAsync(file.Content, cancellationToken), query, order, time)
            : null;
    }

    /// <summary>The page of rows that come one by one; the last is read only where the order asks for it.</summary>
    public static async Task<ScorePage> ReadAsync(IAsyncEnumerable<ScoreRow> rows, ScoreQuery query, RowOrder order, TimeProvider time)
    {
        var (began, read, isCut) = (time.GetTimestamp(), 0L, false);
        var best = new TopRows(Math.Min(query.Skip + ScoreQuery.Limit + 1, ScoreQuery.MostInOrder));
        var (found, passed) = (new List<ScoreRow>(), 0);
        await foreach (var row in rows)
        {
            read++;
            if (order.Takes(row) && IsFound(row, query.Search))
            {
                if (query.HighestFirst)
                {
                    best.Add(row);
                }
                else if (passed++ >= query.Skip)
                {
                    found.Add(row);
                }
            }

            isCut = read % 1024 == 0 && time.GetElapsedTime(began) > Longest;
            if (isCut || found.Count > ScoreQuery.Limit)
            {
                break;
            }
        }

        IReadOnlyList<ScoreRow> shown = query.HighestFirst ? [.. best.InOrder().Skip(query.Skip)] : found;
        return new([.. shown.Take(ScoreQuery.Limit)], shown.Count > ScoreQuery.Limit, read, isCut);
    }

    private static bool IsFound(in ScoreRow row, string search) =>
        search.Length == 0
        || row.First.Contains(search, StringComparison.OrdinalIgnoreCase)
        || row.Second.Contains(search, StringComparison.OrdinalIgnoreCase);
}
