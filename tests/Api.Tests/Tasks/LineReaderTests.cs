using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tasks.Submission;

namespace Switchyard.Tasks;

public sealed class LineReaderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Property]
    public Property Lines_come_whole_however_they_are_cut() => Prop.ForAll(
        Gen.Elements("ab\n".ToCharArray()).ArrayOf().Select(letters => new string(letters)).ToArbitrary(),
        Gen.Choose(1, 7).ToArbitrary(),
        async Task (text, cut) =>
        {
            var lines = text.Split('\n');
            // Behind the last end of a line there is none, unless something stands there.
            Assert.Equal(lines[^1].Length == 0 ? lines[..^1] : lines, await ReadAsync(Encoding.ASCII.GetBytes(text), cut));
        });

    [Fact]
    public async Task One_that_is_too_long_is_passed_over()
    {
        var text = $"a\n{new string('x', LineReader.Longest + 1)}\nb\n{new string('y', LineReader.Longest)}\n";

        var lines = await ReadAsync(Encoding.ASCII.GetBytes(text), 100_000);

        Assert.Equal(["a", null, "b", LineReader.Longest.ToString()], lines.Select(line => line?.Length > 1 ? line.Length.ToString() : line));
    }

    private static async Task<List<string?>> ReadAsync(byte[] text, int cut)
    {
        using var stream = new CutStream(text, cut);
        using var reader = new LineReader(stream);
        var lines = new List<string?>();
        while (await reader.FillAsync(Cancelled))
        {
            while (reader.TryTake(out var line))
            {
                lines.Add(line is { } known ? Encoding.ASCII.GetString(known.Span) : null);
            }
        }

        if (reader.TryTakeRest(out var rest))
        {
            lines.Add(rest is { } known ? Encoding.ASCII.GetString(known.Span) : null);
        }

        Assert.Equal(lines.Count, reader.Number);
        return lines;
    }

    /// <summary>Gives so many bytes at a time.</summary>
    private sealed class CutStream(byte[] text, int cut) : MemoryStream(text)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(cut, buffer.Length)], cancellationToken);
    }
}
