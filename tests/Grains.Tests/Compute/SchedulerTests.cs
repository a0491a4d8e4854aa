using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Compute;

public sealed class SchedulerTests
{
    [Fact]
    public async Task Five_items_on_two_idle_sources_go_0_1_0_1_0()
    {
        await using var rig = await StartAsync(Source("0"), Source("1"));

        var ids = await rig.SubmitInTurnAsync("wait", 5);
        await rig.Runs.WaitAsync(events => events.Count == 2);
        Assert.Equal(["0", "1", "0", "1", "0"], await rig.SourcesOfAsync(ids));
        Assert.Equal("position 2 at 0", (await rig.Scheduler.FindAsync(ids[4]))!.Reason);
        Assert.Equal([("0", 1, 2), ("1", 1, 1)], (await rig.Scheduler.GetSourcesAsync()).Select(source => (source.Name, source.Running, source.Waiting)));

        rig.Runs.Tell(ids);
        await rig.AllCompletedAsync(ids);
        var sources = await rig.Scheduler.GetSourcesAsync();
        Assert.Equal(5, sources.Sum(source => source.Completed));
        rig.Runs.AssertNeverTwice();
    }

    [Fact]
    public async Task Draining_a_source_moves_what_waits_there()
    {
        await using var rig = await StartAsync(Source("0"), Source("1"));
        var ids = await rig.SubmitInTurnAsync("wait", 5);

        var drained = await rig.Scheduler.ActAsync("0", SourceAct.Drain, "ann");
        Assert.Equal((SourceState.Draining, 1, 0), (drained!.State, drained.Running, drained.Waiting));
        Assert.Equal(["0", "1", "1", "1", "1"], await rig.SourcesOfAsync(ids));

        rig.Runs.Tell(ids);
        await rig.AllCompletedAsync(ids);
        Assert.Equal(1, rig.Runs.Events.Count(happened => happened is { IsStart: true, Source: ['0', ..] }));
    }

    [Fact]
    public async Task A_paused_source_starts_nothing_until_it_is_resumed_whatever_becomes_of_the_scheduler()
    {
        await using var rig = await StartAsync(Source("0"));
        Assert.Equal(SourceState.Paused, (await rig.Scheduler.ActAsync("0", SourceAct.Pause, "ann"))!.State);
        var ids = await rig.SubmitInTurnAsync("quick", 2);

        await rig.Cluster.DeactivateAsync(rig.Scheduler);
        await EventuallyAsync(async () => await rig.Scheduler.FindAsync(ids[1]) is not null);
        Assert.Equal(SourceState.Paused, Assert.Single(await rig.Scheduler.GetSourcesAsync()).State);
        Assert.Equal("source 0 is paused by ann", (await rig.Scheduler.FindAsync(ids[0]))!.Reason);
        Assert.Empty(rig.Runs.Events);

        Assert.Equal(SourceState.Active, (await rig.Scheduler.ActAsync("0@" + rig.Cluster.Silos[0].Name, SourceAct.Resume, "ann"))!.State);
        await rig.AllCompletedAsync(ids);
        Assert.Null(await rig.Scheduler.ActAsync("9", SourceAct.Pause, "ann"));
    }

    [Fact]
    public async Task A_source_that_falls_idle_takes_from_one_that_is_busy()
    {
        await using var rig = await StartAsync(Source("0"), Source("1"));
        var ids = await rig.SubmitInTurnAsync("wait", 5);

        rig.Runs.Tell(ids[1], ids[3]);
        await rig.Runs.WaitForStartAsync(ids[2]);
        Assert.Equal(["0", null, "1", null, "0"], await rig.SourcesOfAsync(ids));
    }

    [Fact]
    public async Task A_paused_queue_starts_nothing()
    {
        await using var rig = await StartAsync(Source("0"));
        var queue = rig.Cluster.Client.GetGrain<IQueueGrain>(ThingGrain.Queue);
        await queue.PauseAsync("ann", "upgrade");

        var ids = await rig.SubmitInTurnAsync("quick", 2);
        Assert.Equal("queue things is paused by ann: upgrade", (await rig.Scheduler.FindAsync(ids[0]))!.Reason);
        await rig.Cluster.DeactivateAsync(rig.Scheduler);
        await EventuallyAsync(async () => await rig.Scheduler.FindAsync(ids[1]) is not null);
        Assert.Empty(rig.Runs.Events);

        await queue.ResumeAsync("ann");
        await rig.AllCompletedAsync(ids);
    }

    [Fact]
    public async Task A_scheduler_that_is_lost_in_the_middle_finds_everything_again()
    {
        await using var rig = await StartAsync(Source("0"), Source("1", slots: 2));
        var ids = await rig.SubmitInTurnAsync("wait", 9);
        await rig.Runs.WaitAsync(events => events.Count == 3);

        await rig.Cluster.DeactivateAsync(rig.Scheduler);
        await EventuallyAsync(async () => (await rig.Scheduler.GetSourcesAsync()).Sum(source => source.Running + source.Waiting) == 9);
        Assert.Equal(3, (await rig.Scheduler.GetSourcesAsync()).Sum(source => source.Running));

        rig.Runs.Tell(ids);
        await rig.AllCompletedAsync(ids);
        Assert.Equal(9 * 2, rig.Runs.Events.Count);
        rig.Runs.AssertNeverTwice();
    }

    [Fact]
    public async Task A_service_is_permitted_if_any_source_may_run_it()
    {
        await using var rig = await StartAsync(Source("0", 1, "wait"), Source("1", 1, "quick"));

        Assert.True(await rig.Scheduler.PermitsAsync("quick"));
        Assert.False(await rig.Scheduler.PermitsAsync("slow"));
        var id = await rig.SubmitAsync("quick");
        await rig.AllCompletedAsync([id]);
        Assert.StartsWith("1@", rig.Runs.Events[0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_items_on_four_sources_all_end_exactly_once()
    {
        await using var rig = await StartAsync(Source("0"), Source("1"), Source("2", slots: 2), Source("3", slots: 4));

        var ids = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => rig.SubmitAsync("quick")));
        await EventuallyAsync(async () =>
            (await rig.Store.ReadTalliesAsync(ThingGrain.Queue)).GetValueOrDefault("status.completed") == ids.Length);
        Assert.Equal(ids.Length, rig.Runs.Events.Count(happened => happened.IsStart));
        rig.Runs.AssertNeverTwice();
        Assert.Equal(ids.Length, (await rig.Scheduler.GetSourcesAsync()).Sum(source => source.Completed));
    }
}
