using System.Globalization;
using System.Text.Unicode;
using CsvHelper;

namespace Switchyard.Tables.Import;

/// <summary>One line of a targets file: a target, or what is wrong with the line.</summary>
/// <param name="Line">1-based line of the file.</param>
/// <param name="Problem">Null when the other values hold a target.</param>
public readonly record struct TargetLine(long Line, string Table, int First, int Second, string? Mapped, string? Problem)
{
    internal static TargetLine Bad(long line, string problem) => new(line, "", 0, 0, null, problem);
}

/// <summary>Reads targets files (and gt files, which look the same) as a stream of lines. No bad line ends the reading.</summary>
public static class TargetsFile
{
    /// <summary>The largest row or column number.</summary>
    public const int LargestPosition = 1_000_000;

    private const int LongestLine = 1024 * 1024;

    /// <summary>
    /// The file of each task among the names of a directory: the .csv file that has CEA, CTA or CPA in its name, in any case. Of several
    /// it is one with the task in upper case, as in the original, then one with the task as a word; then the first in ordinal order.
    /// </summary>
    /// <param name="others">The files that are not chosen, in ordinal order, and why.</param>
    public static IReadOnlyDictionary<AnnotationTask, string> Choose(IEnumerable<string> fileNames, out IReadOnlyList<(string Name, string Why)> others)
    {
        var names = fileNames.Order(StringComparer.Ordinal).ToList();
        var chosen = new Dictionary<AnnotationTask, string>();
        foreach (var task in Enum.GetValues<AnnotationTask>())
        {
            if (names.Where(name => IsOf(name, task)).MinBy(name => Place(name, task)) is { } name)
            {
                chosen.Add(task, name);
            }
        }

        others = [.. names.Where(name => !chosen.ContainsValue(name)).Select(name => (name, WhyNot(name)))];
        return chosen;
    }

    /// <summary>Reads a file to its end, line by line; memory does not depend on its size. Blank lines are passed over.</summary>
    /// <exception cref="InvalidDataException">A line is longer than 1 MiB: this is no targets file.</exception>
    public static IEnumerable<TargetLine> Read(Stream stream, AnnotationTask task, CeaColumnOrder order)
    {
        var malformed = new Queue<TargetLine>();
        var options = new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LongestLine,
            Encoding = System.Text.Encoding.UTF8,

            // A quote that is not closed spoils its own line, not the rest of the file.
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => malformed.Enqueue(TargetLine.Bad(record.LineNumber, Describe(record.Reason))),
        };
        using var reader = CsvReader.Create(stream, options, leaveOpen: true);
        bool more;
        do
        {
            more = ReadNext(reader);
            while (malformed.TryDequeue(out var bad))
            {
                yield return bad;
            }

            if (more && !reader.RawRecord.Trim(" \t\v\f"u8).IsEmpty)
            {
                yield return Parse(reader, task, order);
            }
        }
        while (more);
    }

    /// <summary>Whether no other task has a better claim: the "cea" in "ocean_cta.csv" is not meant.</summary>
    private static bool IsOf(string file, AnnotationTask task) =>
        IsCsv(file) && Claim(file, task) is > 0 and var claim && Enum.GetValues<AnnotationTask>().All(other => Claim(file, other) <= claim);

    private static bool IsCsv(string file) => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>How surely a file is a task's: 3 with its name as a word, 2 in upper case, 1 in any case, 0 not at all.</summary>
    private static int Claim(string file, AnnotationTask task) =>
        HasWord(file, task) ? 3
        : file.Contains(Upper(task), StringComparison.Ordinal) ? 2
        : file.Contains(Upper(task), StringComparison.OrdinalIgnoreCase) ? 1
        : 0;

    private static int Place(string file, AnnotationTask task) =>
        file.Contains(Upper(task), StringComparison.Ordinal) ? 0 : HasWord(file, task) ? 1 : 2;

    private static bool HasWord(string file, AnnotationTask task)
    {
        var word = Upper(task);
        for (var at = 0; (at = file.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetter(file[at - 1])) && (end == file.Length || !char.IsLetter(file[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static string Upper(AnnotationTask task) => task.ToString().ToUpperInvariant();

    private static string WhyNot(string file) =>
        !IsCsv(file) ? "not a .csv file: not used"
        : Enum.GetValues<AnnotationTask>().Any(task => Claim(file, task) > 0) ? "a file of the same task comes before it: not used"
        : "its name has neither CEA nor CTA nor CPA: not used";

    private static bool ReadNext(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"a line is longer than {LongestLine} bytes", e);
        }
    }

    private static string Describe(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "a quote inside a value that is not quoted",
        CsvMalformedReason.TextAfterClosingQuote => "text after a closing quote",
        _ => "a quote is not closed on its line",
    };

    private static TargetLine Parse(CsvReader reader, AnnotationTask task, CeaColumnOrder order)
    {
        var line = reader.LineNumber;
        if (!Utf8.IsValid(reader.RawRecord))
        {
            return TargetLine.Bad(line, "not valid UTF-8");
        }

        var ids = task == AnnotationTask.Cta ? 1 : 2;
        if (reader.FieldCount != ids + 1 && reader.FieldCount != ids + 2)
        {
            return TargetLine.Bad(line, $"{reader.FieldCount} columns, where {Upper(task)} has {ids + 1} or {ids + 2}");
        }

        var table = reader.GetString(0);
        if (table.Length == 0)
        {
            return TargetLine.Bad(line, "the table's name is empty");
        }

        var second = 0;
        if (Position(reader, 1, out var first) is { } badFirst)
        {
            return TargetLine.Bad(line, badFirst);
        }

        if (ids == 2 && Position(reader, 2, out second) is { } badSecond)
        {
            return TargetLine.Bad(line, badSecond);
        }

        if (task == AnnotationTask.Cea && order == CeaColumnOrder.ColRow)
        {
            (first, second) = (second, first);
        }

        var mapped = reader.FieldCount == ids + 2 ? reader.GetString(ids + 1) : "";
        return new TargetLine(line, table, first, second, mapped.Length == 0 ? null : mapped, null);
    }

    private static string? Position(CsvReader reader, int field, out int position)
    {
        var text = reader.GetString(field).Trim();
        position = 0;
        return !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? $"'{Short(text)}' is not a number"
            : value < 0 ? $"{value} is negative"
            : value > LargestPosition ? $"{value} is more than {LargestPosition}"
            : Accept(value, out position);
    }

    private static string? Accept(long value, out int position)
    {
        position = (int)value;
        return null;
    }

    private static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "...");
}
