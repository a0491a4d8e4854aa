using Switchyard.Jobs;
using Switchyard.Jobs.Pages;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

public sealed class JobWordsTests
{
    private static readonly DateTimeOffset _now = CampaignState.Start;
    private static readonly WorkItemView _queued = TestJob.Of(1, JobOperation.Add, "APE").Item;
    private static readonly MaintenanceRecord _paused = new(2, "upgrade", true, _now, "ann");
    private static readonly QueuePause _pause = new("bob", "too many", _now);

    [Fact]
    public void A_job_waits_for_maintenance_then_for_its_queue_then_for_its_time_then_for_a_worker()
    {
        var later = _queued with { NotBefore = _now.AddHours(1) };

        Assert.Equal("Waits, because ann began maintenance: upgrade", JobReason.Of(later, _paused, _pause, _now));
        Assert.Equal("Waits, because bob paused the queue: too many", JobReason.Of(later, _paused with { Paused = false }, _pause, _now));
        Assert.Equal("Waits until 2026-03-01 09:00:00 UTC.", JobReason.Of(later, null, null, _now));
        Assert.Equal("Waits for a worker.", JobReason.Of(later, null, null, _now.AddHours(1)));
    }

    [Fact]
    public void A_job_of_the_original_protocol_has_no_lease_to_run_out()
    {
        var running = _queued with { Status = WorkStatus.Running, LeaseOwner = JobNames.Executor, LeaseNumber = 1 };

        Assert.Equal("With job-executor, which works without a lease that runs out.", JobReason.Of(running, _paused, null, _now));
        Assert.Equal(
            "With job-executor under lease 1, valid until 2026-03-01 08:01:00 UTC.",
            JobReason.Of(running with { LeaseExpiresAt = _now.AddMinutes(1) }, null, null, _now));
    }

    [Fact]
    public void Counts_are_summed_over_the_queues_and_failures_of_all_kinds_are_failed()
    {
        QueueStatus Queue(params (string Name, long Count)[] totals) =>
            CampaignState.EmptyQueue with { Totals = totals.ToDictionary(total => total.Name, total => total.Count) };

        var counts = JobCounts.Of([
            Queue(("status.queued", 2), ("facet.built", 1), ("status.failed", 3), ("status.cancelled", 4), ("status.timedout", 5)),
            Queue(("status.queued", 1), ("facet.built", 1), ("facet.queued", 100), ("status.completed", 7))]);

        Assert.Equal((3, 2, 12, 7, 0), (counts[JobStatus.Queued], counts[JobStatus.Built], counts[JobStatus.Failed], counts[JobStatus.Completed], counts[JobStatus.Importing]));
    }
}
