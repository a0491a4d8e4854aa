using System.Buffers;
using System.Text;

namespace Switchyard.Expertise.Scores;

/// <summary>The newest API's scores as CSV: a header, CRLF, quotes where a value needs them.</summary>
internal sealed class CsvScores(ScoreArchive archive, Stream rows, RowOrder order, Func<Task>? sent) : ScoreAnswer(archive, rows, sent)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    protected override string ContentType => "text/csv; charset=utf-8";

    protected override void Begin() => Write("entityA", "entityB", "score");

    protected override void Add(in ScoreRow row)
    {
        if (order.Takes(row))
        {
            var (a, b) = order.Entities(row);
            Write(a, b, row.Text);
        }
    }

    protected override void End()
    {
    }

    private static string Quoted(string value) =>
        value.AsSpan().ContainsAny(Special) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private void Write(string a, string b, string score) => Encoding.UTF8.GetBytes($"{Quoted(a)},{Quoted(b)},{score}\r\n", Buffer);
}
