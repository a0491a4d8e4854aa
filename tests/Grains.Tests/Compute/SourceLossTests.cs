using Switchyard.Work;
using Switchyard.Work.Store;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Compute;

public sealed class SourceLossTests
{
    private static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_run_whose_lease_is_lost_is_ended()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0")], Lease = ShortLease });
        var id = await rig.SubmitAsync("wait");
        await rig.Runs.WaitForStartAsync(id);

        await rig.Store.FailAsync(new(id, 1), "taken away", retry: true, TimeProvider.System.GetUtcNow());
        await rig.Runs.WaitForStartAsync(id, times: 2);
        rig.Runs.AssertNeverTwice();
        rig.Runs.Tell(id);
        await rig.AllCompletedAsync([id]);
    }

    [Fact]
    public async Task A_run_whose_lease_cannot_be_held_is_ended_before_it_runs_out()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0")], Lease = ShortLease });
        var id = await rig.SubmitAsync("wait");
        await rig.Runs.WaitForStartAsync(id);
        var runsOut = (await rig.Thing(id).GetAsync())!.LeaseExpiresAt;

        rig.Fault.IsCutOff = true;
        await rig.Runs.WaitAsync(events => events.Any(happened => !happened.IsStart));
        Assert.True(TimeProvider.System.GetUtcNow() < runsOut);
        rig.Fault.IsCutOff = false;
        await rig.Runs.WaitForStartAsync(id, times: 2);
        rig.Runs.AssertNeverTwice();
    }

    [Fact]
    public async Task A_long_run_keeps_its_lease()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0")], Lease = ShortLease });
        var id = await rig.SubmitAsync("wait");
        await rig.Runs.WaitForStartAsync(id);
        var first = (await rig.Thing(id).GetAsync())!.LeaseExpiresAt;

        await EventuallyAsync(async () => (await rig.Thing(id).GetAsync())!.LeaseExpiresAt > first);
        Assert.True(rig.Runs.IsRunning(id));
        Assert.Equal(1, (await rig.Thing(id).GetAsync())!.LeaseNumber);
    }

    [Fact]
    public async Task What_a_killed_node_ran_runs_elsewhere_and_never_twice_at_the_same_time()
    {
        await using var rig = await StartAsync(3, new() { Sources = [Source("0", slots: 2), Source("1", slots: 2)], Lease = ShortLease });
        var ids = await rig.SubmitInTurnAsync("wait", 30);
        await rig.Runs.WaitAsync(events => events.Count == 12);

        var killed = rig.Cluster.Silos[^1];
        await rig.Cluster.KillSiloAsync(killed, TestContext.Current.CancellationToken);
        await rig.Runs.WaitAsync(events => events.Count(happened => happened is { IsStart: false }) >= 4);
        rig.Runs.Tell(ids);
        await rig.AllCompletedAsync(ids);

        rig.Runs.AssertNeverTwice();
        Assert.Equal(34, rig.Runs.Events.Count(happened => happened.IsStart));
        await EventuallyAsync(async () =>
            (await rig.Scheduler.GetSourcesAsync()).Count(source => source.State == SourceState.Away && source.Node == killed.Name) == 2);
        var attempts = await Task.WhenAll(ids.Select(id => rig.Store.ReadAttemptsAsync(id, TestContext.Current.CancellationToken)));
        Assert.Equal(4, attempts.SelectMany(item => item).Count(attempt => attempt.Outcome == AttemptOutcome.Expired));
    }

    [Fact]
    public async Task A_node_that_stops_lets_runs_end_for_a_while_and_gives_back_the_rest()
    {
        await using var rig = await StartAsync(2, new() { Sources = [Source("0")], DrainTime = TimeSpan.FromSeconds(1) });
        var ids = await rig.SubmitInTurnAsync("wait", 3);
        await rig.Runs.WaitAsync(events => events.Count == 2);
        var stopped = rig.Cluster.Silos[^1];
        var there = rig.Runs.Events.Single(happened => SourceDefinition.NodeOf(happened.Source) == stopped.Name).Id;

        await rig.Cluster.StopSiloAsync(stopped, TestContext.Current.CancellationToken);
        Assert.False(rig.Runs.IsRunning(there));
        rig.Runs.Tell(ids);
        await rig.AllCompletedAsync(ids);
        rig.Runs.AssertNeverTwice();
        var attempts = await rig.Store.ReadAttemptsAsync(there, TestContext.Current.CancellationToken);
        Assert.Equal([AttemptOutcome.Released, AttemptOutcome.Completed], attempts.Select(attempt => attempt.Outcome));
        Assert.Equal($"The node {stopped.Name} stops.", attempts[0].Error);
    }

    [Fact]
    public async Task A_node_that_comes_back_at_once_under_its_name_gives_back_what_its_earlier_life_ran()
    {
        await using var rig = await StartAsync(2, new() { Sources = [Source("0")] });
        var ids = await rig.SubmitInTurnAsync("wait", 4);
        await rig.Runs.WaitAsync(events => events.Count == 2);
        var killed = rig.Cluster.Silos[^1];
        var there = rig.Runs.Events.Single(happened => SourceDefinition.NodeOf(happened.Source) == killed.Name).Id;

        await rig.Cluster.KillSiloAsync(killed, TestContext.Current.CancellationToken);
        var again = await rig.Cluster.StartSiloAsync(killed.InstanceNumber, rig.Cluster.Options, TestContext.Current.CancellationToken);
        Assert.Equal(killed.Name, again.Name);
        await EventuallyAsync(async () => (await rig.Scheduler.GetSourcesAsync()).All(source => source.State == SourceState.Active));
        await rig.Runs.WaitAsync(events => events.Count(happened => happened.IsStart) >= 3);
        rig.Runs.Tell(ids);
        await rig.AllCompletedAsync(ids);

        rig.Runs.AssertNeverTwice();
        Assert.Equal(2, rig.Runs.Events.Count(happened => happened.Id == there && happened.IsStart));
        await again.StopSiloAsync(stopGracefully: true);
    }

    [Fact]
    public async Task A_run_that_its_node_lost_is_given_back_and_runs_again()
    {
        await using var rig = await StartAsync(Source("0"));

        var id = await rig.SubmitAsync("lost");
        await rig.AllCompletedAsync([id]);
        var attempts = await rig.Store.ReadAttemptsAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal([AttemptOutcome.Released, AttemptOutcome.Completed], attempts.Select(attempt => attempt.Outcome));
        Assert.Equal("The disk is full.", attempts[0].Error);
    }

    [Fact]
    public async Task A_source_on_a_node_that_is_not_there_says_so()
    {
        await using var rig = await StartAsync(Source("0"));

        var away = await Assert.ThrowsAsync<SourceAwayException>(() => rig.Cluster.Client.GetGrain<IComputeSourceGrain>("0@nowhere").GetRunningAsync());
        Assert.Equal("The compute source 0@nowhere is away: its node is not in the cluster now.", away.Message);
        var here = SourceDefinition.KeyOf("9", rig.Cluster.Silos[0].Name);
        await Assert.ThrowsAsync<SourceAwayException>(() => rig.Cluster.Client.GetGrain<IComputeSourceGrain>(here).GetRunningAsync());
    }
}
