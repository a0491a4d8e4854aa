using System.Globalization;
using System.Text.Unicode;
using CsvHelper;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>
/// Reads a score file that any program wrote, row by row: with or without quotes, any line ends, blank lines, blanks around a
/// score. Memory does not depend on the number of rows.
/// </summary>
internal sealed class ScoreReader : IDisposable
{
    private const int Columns = 3;
    private const int LongestRow = 1 << 20;

    private readonly CsvReader _rows;
    private readonly Numbering _submissions;
    private readonly Numbering _members;
    private char[] _text = new char[256];

    /// <param name="submissions">Numbers the submissions as they come.</param>
    /// <param name="members">Numbers the members as they come.</param>
    public ScoreReader(string path, Numbering submissions, Numbering members)
    {
        (_submissions, _members) = (submissions, members);
        var options = new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRow,
            Encoding = System.Text.Encoding.UTF8,
        };
        _rows = CsvReader.Create(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan), options, leaveOpen: false);
    }

    public int Submission { get; private set; }

    public int Member { get; private set; }

    /// <summary>A finite number.</summary>
    public double Score { get; private set; }

    /// <summary>False at the end.</summary>
    /// <exception cref="WrongInputException">A row is wrong; the message names its line.</exception>
    public bool Read()
    {
        while (ReadRow())
        {
            if (!_rows.RawRecord.Trim(" \t\r\n"u8).IsEmpty)
            {
                Parse();
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _rows.Dispose();

    private bool ReadRow()
    {
        try
        {
            return _rows.Read();
        }
        catch (CsvFormatException e)
        {
            throw new WrongInputException($"{ExpertiseNames.ScoresFile} is not CSV: {e.Message}");
        }
    }

    private void Parse()
    {
        if (_rows.FieldCount != Columns)
        {
            throw Wrong($"{_rows.FieldCount} columns where submission, member and score should be");
        }

        if (!Utf8.IsValid(_rows.RawRecord))
        {
            throw Wrong("not valid UTF-8");
        }

        var score = _rows.GetSpan(2).Trim(" \t"u8);
        Submission = NumberOf(_submissions, 0, "the submission");
        Member = NumberOf(_members, 1, "the member");
        Score = double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Wrong($"'{Short(_rows.GetString(2))}' is not a score");
    }

    private int NumberOf(Numbering ids, int column, string what)
    {
        var longest = _rows.GetSpan(column).Length;
        if (longest == 0)
        {
            throw Wrong($"{what} is empty");
        }

        if (_text.Length < longest)
        {
            _text = new char[longest];
        }

        return ids.NumberOf(_text.AsSpan(0, _rows.GetChars(column, _text)));
    }

    private WrongInputException Wrong(string reason) => new($"{ExpertiseNames.ScoresFile}, line {_rows.LineNumber}: {reason}.");

    private static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "...");
}
