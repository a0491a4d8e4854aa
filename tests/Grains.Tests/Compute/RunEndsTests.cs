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
    public void An_error_is_told_in_text_that_every_store_takes()
    {
        Assert.Equal("no file a\uFFFD\uFFFD", RunEnds.ErrorOf(new IOException("no file a\0\uD83D")));
        Assert.Equal(nameof(IOException), RunEnds.ErrorOf(new IOException("")));
    }

    [Fact]
    public void A_run_that_ended_by_itself_is_taken_at_its_word()
    {
        var done = new RunResult { Outcome = RunOutcome.Completed, ExitCode = 0 };

        Assert.Equal(done, RunEnds.Judge(done, "enough", TimeSpan.FromSeconds(1)));
    }
}
