using Switchyard.Compute.Sources;

namespace Switchyard.Compute;

public sealed class RunEndsTests
{
    private static readonly RunResult Cancelled = new() { Outcome = RunOutcome.Cancelled };

    [Fact]
    public void A_cancelled_run_was_stopped_or_timed_out_or_failed()
    {
        Assert.Equal(Cancelled with { Error = "enough" }, RunEnds.Judge(Cancelled, "enough", TimeSpan.FromSeconds(1)));
        Assert.Equal(
            new RunResult { Outcome = RunOutcome.TimedOut, Error = "The time limit of 00:00:01 has passed." },
            RunEnds.Judge(Cancelled, null, TimeSpan.FromSeconds(1)));
        Assert.Equal(RunOutcome.Failed, RunEnds.Judge(Cancelled, null, null).Outcome);
    }

    [Fact]
    public void A_run_that_ended_by_itself_is_taken_at_its_word()
    {
        var done = new RunResult { Outcome = RunOutcome.Completed, ExitCode = 0 };

        Assert.Equal(done, RunEnds.Judge(done, "enough", TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_log_keeps_its_head_and_its_tail_and_tells_how_much_is_missing()
    {
        var log = new RunLog();
        log.Write("first\n");
        for (var line = 0; line < 100_000; line++)
        {
            log.Write($"line {line}\n");
        }

        var text = log.ToString();
        Assert.StartsWith("first\nline 0\n", text, StringComparison.Ordinal);
        Assert.EndsWith("line 99999\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 256 * 1024, (256 * 1024) + 100);
        var written = 6 + Enumerable.Range(0, 100_000).Sum(line => $"line {line}\n".Length);
        Assert.Contains($"[{written - (256 * 1024)} characters left out]", text, StringComparison.Ordinal);
    }
}
