using System.Diagnostics;
using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Compute;

public sealed class ComputeItemTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Cancelling_ends_the_run_before_it_answers_and_keeps_its_log()
    {
        await using var rig = await StartAsync(Source("0"));
        var id = await rig.SubmitAsync("deaf");
        await rig.Runs.WaitForStartAsync(id);
        Assert.Equal("deaf of 1", (await rig.Thing(id).GetRunAsync())!.Log);

        var cancelled = rig.Thing(id).CancelAsync("enough");
        await rig.Runs.WaitForCancelAsync(id);
        Assert.False(cancelled.IsCompleted);
        Assert.Equal(WorkStatus.Running, await rig.StatusOfAsync(id));
        rig.Runs.Tell(id);
        Assert.Equal(ActOutcome.Accepted, await cancelled);
        Assert.False(rig.Runs.IsRunning(id));

        Assert.Equal(WorkStatus.Cancelled, await rig.StatusOfAsync(id));
        var run = (await rig.Thing(id).GetRunAsync())!;
        Assert.Equal(("deaf of 1", "0@" + rig.Cluster.Silos[0].Name), (run.Log, run.Source));
        Assert.Equal(ActOutcome.Conflict, await rig.Thing(id).CancelAsync("again"));
        Assert.Equal(ActOutcome.Unknown, await rig.Thing(99).CancelAsync("nothing"));

        // The slot is free again.
        await rig.AllCompletedAsync([await rig.SubmitAsync("quick")]);
    }

    [Fact]
    public async Task What_waits_is_cancelled_without_ever_running()
    {
        await using var rig = await StartAsync(Source("0"));
        var ids = await rig.SubmitInTurnAsync("wait", 2);

        Assert.Equal(ActOutcome.Accepted, await rig.Thing(ids[1]).CancelAsync("enough"));
        await EventuallyAsync(async () => await rig.Scheduler.FindAsync(ids[1]) is null);
        rig.Runs.Tell(ids);
        await rig.AllCompletedAsync([ids[0]]);
        Assert.Equal([ids[0]], rig.Runs.Events.Select(happened => happened.Id).Distinct());
    }

    [Fact]
    public async Task What_waits_says_why()
    {
        await using var rig = await StartAsync(Source("0", 1, "wait"));
        var ids = await rig.SubmitInTurnAsync("wait", 3);
        await rig.Runs.WaitForStartAsync(ids[0]);
        var source = (await rig.Scheduler.GetSourcesAsync()).Single().Name;

        Assert.Null(await rig.Thing(ids[0]).WhyWaitingAsync());
        Assert.Equal(new WaitingView(WaitingCodes.SourceBusy, $"position 1 at {source}"), await rig.Thing(ids[1]).WhyWaitingAsync());
        Assert.Equal(new WaitingView(WaitingCodes.Behind, $"position 2 at {source}"), await rig.Thing(ids[2]).WhyWaitingAsync());

        var elsewhere = await rig.SubmitInTurnAsync("nobody runs this", 1);
        Assert.Equal(new WaitingView(WaitingCodes.NoSource, "no source may run nobody runs this"), await rig.Thing(elsewhere[0]).WhyWaitingAsync());
        await rig.Scheduler.ActAsync(source, SourceAct.Pause, "ann");
        Assert.Equal(new WaitingView(WaitingCodes.SourcePaused, $"source {source} is paused by ann"), await rig.Thing(ids[1]).WhyWaitingAsync());

        var queue = rig.Cluster.Client.GetGrain<IQueueGrain>(ThingGrain.Queue);
        await queue.PauseAsync("jen", "repairs");
        Assert.Equal(new WaitingView(WaitingCodes.QueuePaused, "the queue is paused by jen: repairs"), await rig.Thing(ids[2]).WhyWaitingAsync());
    }

    [Fact]
    public async Task A_time_limit_ends_the_run()
    {
        await using var rig = await StartAsync(Source("0"));
        var id = await rig.SubmitAsync("wait", TimeSpan.FromMilliseconds(50));

        await EventuallyAsync(async () => await rig.StatusOfAsync(id) == WorkStatus.TimedOut);
        Assert.False(rig.Runs.IsRunning(id));
        Assert.Equal("The time limit of 00:00:00.0500000 has passed.", (await rig.Store.ReadAsync(id, TestContext.Current.CancellationToken))!.Error);
    }

    [Fact]
    public async Task What_a_run_throws_is_its_failure_and_a_reset_runs_it_again()
    {
        await using var rig = await StartAsync(Source("0"));
        var id = await rig.SubmitAsync("broken");

        await EventuallyAsync(async () => await rig.StatusOfAsync(id) == WorkStatus.Failed);
        Assert.Equal("It is broken.", (await rig.Thing(id).GetAsync())!.Error);
        Assert.Equal("broken of 1", (await rig.Thing(id).GetRunAsync())!.Log);
        Assert.Equal(ActOutcome.Accepted, await rig.Thing(id).ResetAsync());
        await rig.Runs.WaitForStartAsync(id, times: 2);
        await EventuallyAsync(async () => await rig.StatusOfAsync(id) == WorkStatus.Failed);
        Assert.Equal(2, (await rig.Thing(id).GetAsync())!.LeaseNumber);
    }

    [Fact]
    public async Task The_end_of_a_lease_that_is_not_the_newest_changes_nothing()
    {
        await using var rig = await StartAsync(Source("0"));
        var id = await rig.SubmitAsync("wait");
        await rig.Runs.WaitForStartAsync(id);
        var done = new RunResult { Outcome = RunOutcome.Completed };

        Assert.Equal(ActOutcome.Stale, await rig.Thing(id).EndAsync(7, done));
        Assert.Equal(ActOutcome.Stale, await rig.Thing(id).ReleaseAsync(7, "no", ReleaseCause.Orderly));
        Assert.Null(await rig.Thing(id).StartAsync("1@elsewhere", TimeSpan.FromMinutes(1)));
        rig.Runs.Tell(id);
        await rig.AllCompletedAsync([id]);
        Assert.Equal(ActOutcome.Accepted, await rig.Thing(id).EndAsync(1, done));
        Assert.Equal(ActOutcome.Conflict, await rig.Thing(id).EndAsync(1, done with { Outcome = RunOutcome.Failed }));
    }

    [Fact]
    public async Task On_an_idle_source_an_item_starts_within_milliseconds()
    {
        await using var rig = await StartAsync(Source("0"));
        var waits = new List<TimeSpan>();
        for (var number = 0; number < 300; number++)
        {
            var asked = Stopwatch.GetTimestamp();
            var id = await rig.SubmitAsync("quick");
            await rig.Runs.WaitForStartAsync(id);
            waits.Add(Stopwatch.GetElapsedTime(asked, rig.Runs.StartedAt(id)));
            await rig.AllCompletedAsync([id]);
        }

        waits = [.. waits.Skip(100).Order()];
        output.WriteLine($"Submit to start: p50 {waits[100].TotalMilliseconds:F2} ms, p99 {waits[197].TotalMilliseconds:F2} ms, max {waits[^1].TotalMilliseconds:F2} ms");

        // Far from the goal, which is the benchmark's to judge on a quiet machine; the sweep alone would take a second.
        Assert.InRange(waits[100].TotalMilliseconds, 0, 250);
    }
}
