using Switchyard.Jobs;
using Switchyard.Jobs.Pages;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

public sealed class JobWordsTests
{
    private static readonly DateTimeOffset _now = Samples.Start;
    private static readonly WorkItemView _queued = Samples.Queued with { Kind = JobNames.Kind, Queue = JobNames.Queue(JobOperation.Add), Name = "APE" };

    [Fact]
    public void A_job_waits_for_what_it_says_itself()
    {
        Assert.Equal("Waits: not before noon", JobReason.Of(_queued, new(WaitingCodes.NotBefore, "not before noon"), _now));
        Assert.Equal("Waits.", JobReason.Of(_queued, null, _now));
    }

    [Fact]
    public void A_job_of_the_original_protocol_has_no_lease_to_run_out()
    {
        var running = _queued with { Status = WorkStatus.Running, LeaseOwner = JobNames.Executor, LeaseNumber = 1 };

        Assert.Equal("With job-executor, which works without a lease that runs out.", JobReason.Of(running, null, _now));
        Assert.Equal(
            "With job-executor under lease 1, valid until 2026-03-01 08:01:00 UTC.",
            JobReason.Of(running with { LeaseExpiresAt = _now.AddMinutes(1) }, null, _now));
    }

    [Fact]
    public void Counts_are_summed_over_the_queues_and_failures_of_all_kinds_are_failed()
    {
        QueueStatus Queue(params (string Name, long Count)[] totals) =>
            new("jobs.add", 0, 0, totals.ToDictionary(total => total.Name, total => total.Count), null, null);

        var counts = JobCounts.Of([
            Queue(("status.queued", 2), ("facet.built", 1), ("status.failed", 3), ("status.cancelled", 4), ("status.timedout", 5)),
            Queue(("status.queued", 1), ("facet.built", 1), ("facet.queued", 100), ("status.completed", 7))]);

        Assert.Equal((3, 2, 12, 7, 0), (counts[JobStatus.Queued], counts[JobStatus.Built], counts[JobStatus.Failed], counts[JobStatus.Completed], counts[JobStatus.Importing]));
    }
}
