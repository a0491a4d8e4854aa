using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;

namespace Switchyard.Tables.Reports;

/// <summary>One line of a solution file.</summary>
/// <param name="Answers">The right answers, any of which will do, normalised.</param>
public sealed record SolutionRow(string Table, int First, int Second, IReadOnlyList<string> Answers);

/// <summary>The files of <c>solution/</c>: CSV with a header, columns by name in any order.</summary>
public static class SolutionFile
{
    private const int LongestLine = 16 * 1024 * 1024;

    /// <summary>A line that is no CSV names nothing, and a quote that is not closed spoils its own line alone.</summary>
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        MaxRecordSize = LongestLine,
        PoolStrings = true,
        AllowLineBreaksInQuotes = false,
        MalformedData = CsvMalformedDataHandling.Skip,
    };

    public static string NameOf(AnnotationTask task) => task switch
    {
        AnnotationTask.Cea => "cea.csv",
        AnnotationTask.Cta => "cta.csv",
        AnnotationTask.Cpa => "cpa.csv",
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    /// <summary>The rows of a task's file, one at a time; none when there is no such file. Rows that name no table or no position are passed over.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or the file is not CSV.</exception>
    public static async IAsyncEnumerable<SolutionRow> ReadAsync(
        string directory, AnnotationTask task, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, NameOf(task));
        if (!File.Exists(path))
        {
            yield break;
        }

        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await foreach (var row in ReadAsync(stream, task, cancellationToken))
        {
            yield return row;
        }
    }

    /// <inheritdoc cref="ReadAsync(string, AnnotationTask, CancellationToken)"/>
    public static async IAsyncEnumerable<SolutionRow> ReadAsync(
        Stream stream, AnnotationTask task, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = CsvReader.Create(stream, Options, leaveOpen: true);
        await OrNotCsvAsync(task, async () => { await reader.ReadHeaderAsync(cancellationToken); return true; });
        var columns = FindColumns(reader, task);
        while (await OrNotCsvAsync(task, () => reader.ReadAsync(cancellationToken)))
        {
            if (Parse(reader, columns) is { } row)
            {
                yield return row;
            }
        }
    }

    private static Columns FindColumns(CsvReader reader, AnnotationTask task)
    {
        var (first, second, answer) = task switch
        {
            AnnotationTask.Cea => ("Row Id", "Col Id", "Entity URI"),
            AnnotationTask.Cta => ("Col Id", null, "Col Class URI"),
            _ => ("Col 1 Id", "Col 2 Id", "Property URI"),
        };
        return new Columns(Column("Filename"), Column(first), second is null ? null : Column(second), Column(answer));

        int Column(string name)
        {
            var index = reader.Headers.ToList().FindIndex(h => h.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
            return index >= 0 ? index : throw new InvalidDataException($"solution/{NameOf(task)} has no column '{name}'.");
        }
    }

    private static async ValueTask<bool> OrNotCsvAsync(AnnotationTask task, Func<ValueTask<bool>> read)
    {
        try
        {
            return await read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"solution/{NameOf(task)} is not CSV: {e.Message}", e);
        }
    }

    private static SolutionRow? Parse(CsvReader reader, Columns columns)
    {
        var second = 0;
        return !string.IsNullOrWhiteSpace(reader.GetString(columns.Table))
            && Position(reader.GetString(columns.First), out var first)
            && (columns.Second is null || Position(reader.GetString(columns.Second.Value), out second))
                ? new SolutionRow(
                    reader.GetString(columns.Table),
                    first,
                    second,
                    [.. reader.GetString(columns.Answer).Split(',').Select(WikidataId.Normalise)])
                : null;
    }

    private static bool Position(string text, out int value) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private readonly record struct Columns(int Table, int First, int? Second, int Answer);
}
