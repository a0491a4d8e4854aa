using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Jobs.Rules;

public sealed class JobLogTests
{
    /// <summary>Lengths of messages, of letters of one to four bytes.</summary>
    public sealed record Lines(int[] Lengths);

    public static Arbitrary<Lines> Logs() => Gen.ArrayOf(
            Gen.Frequency((4, Gen.Choose(0, 200)), (2, Gen.Choose(1000, 20_000)), (1, Gen.Choose(30_000, 600_000))))
        .Select(lengths => new Lines(lengths)).ToArbitrary();

    [Property(MaxTest = 60, Arbitrary = [typeof(JobLogTests)])]
    public void However_much_is_written_the_log_is_bounded_and_tells_what_is_missing(Lines lines)
    {
        var body = new JobBody();
        for (var round = 0; round < 5; round++)
        {
            foreach (var length in lines.Lengths)
            {
                body = JobLog.Add(body, SampleJobs.Start, Text(length));
                Assert.True(body.Log.Sum(JobLog.SizeOf) <= JobLog.MaxLog);
                Assert.True(Encoding.UTF8.GetByteCount(body.Log[^1].Message) <= JobLog.MaxMessage);
            }
        }

        var notice = body.LinesLeftOut > 0 ? 1 : 0;
        Assert.Equal(lines.Lengths.Length * 5, body.Log.Count - notice + body.LinesLeftOut);
        if (notice > 0)
        {
            Assert.Equal($"({body.LinesLeftOut} lines were left out here)", body.Log[body.LeftOutAt].Message);
            Assert.InRange(body.LeftOutAt, 1, body.Log.Count - 2);
        }
    }

    [Fact]
    public void Of_a_long_message_beginning_and_end_stay_and_letters_stay_whole()
    {
        var message = "begin " + string.Concat(Enumerable.Repeat("æ😀", 100_000)) + " end";

        var kept = JobLog.Add(new JobBody(), SampleJobs.Start, message).Log[0].Message;

        Assert.StartsWith("begin æ😀", kept, StringComparison.Ordinal);
        Assert.EndsWith("😀 end", kept, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', kept);
        var pieces = kept.Split('\n');
        var leftOut = int.Parse(pieces[1].Split(' ')[0].TrimStart('('));
        Assert.Equal(Encoding.UTF8.GetByteCount(message), Encoding.UTF8.GetByteCount(pieces[0] + pieces[2]) + leftOut);
    }

    [Theory]
    [InlineData(40_000)]
    [InlineData(256 * 1024)]
    public void A_line_of_256_KiB_stays_whole_also_after_others(int length)
    {
        var body = new JobBody();
        for (var line = 0; line < 12; line++)
        {
            body = JobLog.Add(body, SampleJobs.Start, new string((char)('a' + line), length));
            Assert.Equal(length, body.Log[^1].Message.Length);
            Assert.Equal(new string('a', length), body.Log[0].Message);
        }
    }

    [Fact]
    public void A_line_is_never_older_than_the_one_before_it()
    {
        var body = JobLog.Add(new JobBody(), SampleJobs.Start, "first");

        body = JobLog.Add(body, SampleJobs.Start.AddSeconds(-5), "the clock stepped back");

        Assert.Equal(SampleJobs.Start, body.Log[1].At);
    }

    private static string Text(int length) => string.Concat(Enumerable.Repeat("aæ€", length / 3));
}
