using CsvHelper;
using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.Rules;
using Switchyard.Text;

namespace Switchyard.Expertise.Datasets;

/// <summary>The CSV files that came with a job. They have no header.</summary>
internal static class CsvPapers
{
    // A stray quote is kept as text: abstracts are full of them.
    private static readonly CsvReaderOptions Format = new() { Separator = ',', HasHeader = false, TrackLineNumbers = true };

    /// <summary>Papers by their member, in the order of the file: member, paper id, title, abstract; further columns are ignored.</summary>
    /// <exception cref="WrongInputException">A row is not such a row, or the file is missing.</exception>
    public static ILookup<string, Paper> Expertise(string directory)
    {
        const string File = ExpertiseConfig.CsvExpertiseFile;
        return Rows(directory, File, ["member", "paper id", "title", "abstract"]).ToLookup(
            row => ArchiveNames.Refusal(row.Fields[0]) is { } reason ? throw Wrong(File, row.Line, $"the member cannot be used: {reason}") : row.Fields[0],
            row => Of(File, row.Line, row.Fields.AsSpan(1)));
    }

    /// <summary>Submissions in the order of the file: id, title, abstract; further columns are ignored.</summary>
    /// <inheritdoc cref="Expertise"/>
    public static IEnumerable<Paper> Submissions(string directory)
    {
        const string File = ExpertiseConfig.CsvSubmissionsFile;
        return Rows(directory, File, ["id", "title", "abstract"]).Select(row => Of(File, row.Line, row.Fields));
    }

    private static Paper Of(string file, long line, ReadOnlySpan<string> fields) =>
        Blank.Is(fields[0]) ? throw Wrong(file, line, "the id of the paper is empty") : Paper.Of(fields[0], fields[1], fields[2]);

    private static IEnumerable<(long Line, string[] Fields)> Rows(string directory, string name, string[] columns)
    {
        var path = Path.Combine(directory, name);
        if (!File.Exists(path))
        {
            throw new WrongInputException($"{name} is named by the configuration and did not come with the job.");
        }

        using var reader = CsvReader.Create(File.OpenRead(path), Format);
        while (Read(reader, name))
        {
            if (reader.FieldCount < columns.Length)
            {
                throw Wrong(name, reader.LineNumber, $"{reader.FieldCount} columns, expected {columns.Length}: {string.Join(", ", columns)}");
            }

            yield return (reader.LineNumber, [.. columns.Select((_, i) => reader.GetString(i))]);
        }
    }

    private static bool Read(CsvReader reader, string name)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new WrongInputException($"{name} line {e.LineNumber}: {e.Message}");
        }
    }

    private static WrongInputException Wrong(string file, long line, string what) => new($"{file} line {line}: {what}");
}
