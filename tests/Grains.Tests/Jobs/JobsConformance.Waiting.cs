using Switchyard.Work;

namespace Switchyard.Jobs;

public abstract partial class JobsConformance
{
    [Fact]
    public async Task A_job_says_why_it_waits()
    {
        var first = await _rig.AdmitAsync(SampleJobs.Add("A"));
        Assert.Equal(new WaitingView(WaitingCodes.NoWorker, "no worker has taken it yet"), await _rig.Job(first).WhyWaitingAsync());

        // A worker came, and is at work on the first.
        var claimed = await _rig.ClaimOneAsync("ann", Minute, JobOperation.Add);
        Assert.Null(await _rig.Job(first).WhyWaitingAsync());
        var second = await _rig.AdmitAsync(SampleJobs.Add("B"));
        var third = await _rig.AdmitAsync(SampleJobs.Add("C"));
        Assert.Equal(new WaitingView(WaitingCodes.Behind, "position 1 in queue jobs.add"), await _rig.Job(second).WhyWaitingAsync());

        // The queue hears of a new job after its maker has the answer.
        await EventuallyAsync(() => _rig.Job(third).WhyWaitingAsync(), why => why == new WaitingView(WaitingCodes.Behind, "position 2 in queue jobs.add"));

        await _rig.Job(first).FailAsync(claimed.LeaseNumber, "busy", retry: true, TimeSpan.FromHours(1));
        var later = (await _rig.Job(first).WhyWaitingAsync())!;
        Assert.Equal(WaitingCodes.NotBefore, later.Code);
        Assert.EndsWith("Z; its last attempt: busy", later.Text, StringComparison.Ordinal);

        var queue = _rig.Grains.GetGrain<IQueueGrain>(JobNames.Queue(JobOperation.Add));
        await queue.PauseAsync("jen", "repairs");
        Assert.Equal(new WaitingView(WaitingCodes.QueuePaused, "the queue is paused by jen: repairs"), await _rig.Job(first).WhyWaitingAsync());

        // Maintenance is the door's, and comes before all that is the queue's.
        await _rig.Maintenance.SetAsync("Upgrading", paused: true, "ann");
        Assert.Equal(new WaitingView(WaitingCodes.Maintenance, "maintenance was begun by ann: Upgrading"), await _rig.Job(second).WhyWaitingAsync());
        await _rig.Maintenance.SetAsync("Done", paused: false, "ann");
        await queue.ResumeAsync("jen");
        Assert.Equal(WaitingCodes.Behind, (await _rig.Job(second).WhyWaitingAsync())!.Code);

        await _rig.Job(second).CancelAsync("enough");
        Assert.Null(await _rig.Job(second).WhyWaitingAsync());
        Assert.Null(await _rig.Job(999).WhyWaitingAsync());
    }
}
