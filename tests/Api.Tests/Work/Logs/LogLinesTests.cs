using FsCheck;
using FsCheck.Xunit;

namespace Switchyard.Work.Logs;

public sealed class LogLinesTests
{
    [Theory]
    [InlineData("a\nb\nc\n", 2, "a\nb\n", "b\nc\n")]
    [InlineData("a\nb\nc", 1, "a\n", "c")]
    [InlineData("a\n\n\nb", 2, "a\n\n", "\nb")]
    [InlineData("a", 5, "a", "a")]
    [InlineData("\n", 1, "\n", "\n")]
    [InlineData("", 1, "", "")]
    public void The_first_and_the_last_lines(string text, int lines, string head, string tail) =>
        Assert.Equal((head, tail), (LogLines.Head(text, lines), LogLines.Tail(text, lines)));

    [Theory]
    [InlineData("", "a\n", "a\n", false)]
    [InlineData("a\n", "a\n", "", false)]
    [InlineData("a\n", "a\nb\n", "b\n", false)]
    [InlineData("cut a\nb\n", "a\nb\nc\n", "a\nb\nc\n", true)]
    [InlineData("of the first attempt", "of the second", "of the second", true)]
    public void What_is_told_next(string before, string now, string text, bool isReset) => Assert.Equal(new LogStep(text, isReset), LogStep.Of(before, now));

    [Fact]
    public void A_log_that_loses_its_beginning_goes_on()
    {
        var lines = string.Concat(Enumerable.Range(0, 1000).Select(number => $"line {number}\n"));

        Assert.Equal(new LogStep("line 1000\n", IsReset: false), LogStep.Of(lines, "[...]\n" + lines[2000..] + "line 1000\n"));
    }

    [Property]
    public bool What_is_told_makes_the_log(NonNull<string>[] pieces)
    {
        var (log, told) = ("", "");
        foreach (var piece in pieces)
        {
            var step = LogStep.Of(log, log + piece.Get);
            log += piece.Get;
            told = (step.IsReset ? "" : told) + step.Text;
        }

        return told == log;
    }
}
