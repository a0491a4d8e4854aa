using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace Switchyard.Expertise.Scores;

/// <summary>A line of a score file.</summary>
/// <param name="Text">The score as it stands there.</param>
internal readonly record struct ScoreRow(string First, string Second, double Score, string Text);

internal static class ScoreRows
{
    private const int Columns = 3;

    private static readonly CsvReaderOptions Format = new()
    {
        Separator = ',',
        HasHeader = false,
        TrackLineNumbers = true,
        TrimWhitespace = true,
        MaxRecordSize = 1 << 20,
        Encoding = Encoding.UTF8,
        // A submission's id comes once for each member.
        PoolStrings = true,
    };

    /// <exception cref="InvalidDataException">A line is no submission, member and score.</exception>
    public static async IAsyncEnumerable<ScoreRow> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.Create(file, Format, leaveOpen: true);
        while (await NextAsync(csv, cancellationToken))
        {
            yield return csv.FieldCount == Columns
                && double.TryParse(csv.GetSpan(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var score)
                && double.IsFinite(score)
                    ? new ScoreRow(csv.GetString(0), csv.GetString(1), score, csv.GetString(2))
                    : throw new InvalidDataException($"Line {csv.LineNumber} of the scores is no submission, member and score.");
        }
    }

    private static async ValueTask<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return await csv.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException malformed)
        {
            throw new InvalidDataException("The scores are no CSV.", malformed);
        }
    }
}
