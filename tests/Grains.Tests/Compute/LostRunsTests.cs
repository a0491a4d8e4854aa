using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Compute;

/// <summary>Items that take their runs down with them, again and again.</summary>
public sealed class LostRunsTests
{
    private const string Nobody = "0@nowhere";
    private const int Most = 3;

    [Fact]
    public async Task An_item_whose_runs_are_lost_again_and_again_fails_and_says_so()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0", 1, "quick")], MaxLostRuns = 2 });
        var id = await rig.SubmitAsync("nobody runs this");

        await LoseAsync(rig, id);
        await LoseAsync(rig, id);

        Assert.Equal(
            (WorkStatus.Failed, "its lease was lost twice; the last holder was 0@nowhere: The node is gone."),
            (await rig.Thing(id).GetAsync()) is { } given ? (given.Status, given.Error) : default);
        Assert.Equal([AttemptOutcome.Released, AttemptOutcome.Failed], await EndsOfAsync(rig, id));
    }

    [Fact]
    public async Task What_a_node_fails_waits_and_is_tried_again_and_nothing_is_counted()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0"), Source("1", 1, "quick")], MaxLostRuns = 1 });
        var id = await rig.SubmitAsync("always lost");

        await rig.Runs.WaitForStartAsync(id, times: 2);
        await EventuallyAsync(async () => (await rig.Store.ReadAsync(id))!.LeaseNumber == 2 && await rig.StatusOfAsync(id) == WorkStatus.Queued);
        var row = (await rig.Store.ReadAsync(id, TestContext.Current.CancellationToken))!;
        Assert.Equal((WorkStatus.Queued, 0, "The disk is full."), (row.Status, row.LostLeases, row.Error));
        Assert.True(row.NotBefore > row.StartedAt, "it is not tried again at once");
        Assert.Equal([AttemptOutcome.Released, AttemptOutcome.Released], await EndsOfAsync(rig, id));

        // Another source takes other work meanwhile, and the slot comes free again.
        await rig.AllCompletedAsync([await rig.SubmitAsync("quick"), await rig.SubmitAsync("other")]);
    }

    [Fact]
    public async Task A_source_whose_disk_is_full_starts_nothing_says_so_and_goes_on_by_itself()
    {
        await using var rig = await StartAsync(Source("0"));
        rig.Disk.IsFull = true;
        var id = await rig.SubmitAsync("quick");

        var node = rig.Cluster.Silos[0].Name;
        await EventuallyAsync(async () => await rig.Thing(id).WhyWaitingAsync() is
        {
            Code: WaitingCodes.SourceAway, Text: var text,
        } && text == $"source 0 starts nothing: the disk of {node} is full");
        Assert.Empty(rig.Runs.Events);
        Assert.Equal(0, (await rig.Thing(id).GetAsync())!.Attempt);

        rig.Disk.IsFull = false;
        await rig.AllCompletedAsync([id]);
    }

    [Fact]
    public async Task Leases_that_run_out_count_as_what_is_given_back_for_lost()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0", 1, "quick")], MaxLostRuns = Most });
        var id = await rig.SubmitAsync("nobody runs this");

        await LoseAsync(rig, id);
        await LoseAsync(rig, id);
        Assert.Equal(2, (await rig.Store.ReadAsync(id, TestContext.Current.CancellationToken))!.LostLeases);
        await ExpireAsync(rig, id);

        var given = (await rig.Thing(id).GetAsync())!;
        Assert.Equal((WorkStatus.Failed, "its lease was lost 3 times; the last holder was 0@nowhere"), (given.Status, given.Error));
        Assert.Equal([AttemptOutcome.Released, AttemptOutcome.Released, AttemptOutcome.Expired], await EndsOfAsync(rig, id));
    }

    [Fact]
    public async Task What_is_given_back_in_order_does_not_count()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0", 1, "quick")], MaxLostRuns = Most });
        var id = await rig.SubmitAsync("nobody runs this");

        for (var run = 0; run < 2 * Most; run++)
        {
            var order = await rig.Thing(id).StartAsync(Nobody, TimeSpan.FromMinutes(1));
            await rig.Thing(id).ReleaseAsync(order!.LeaseNumber, "The node stops.", ReleaseCause.Orderly);
        }

        Assert.Equal(WorkStatus.Queued, await rig.StatusOfAsync(id));
    }

    [Fact]
    public async Task A_reset_begins_anew()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0", 1, "quick")], MaxLostRuns = Most });
        var id = await rig.SubmitAsync("nobody runs this");
        for (var run = 0; run < Most; run++)
        {
            await LoseAsync(rig, id);
        }

        Assert.Equal(WorkStatus.Failed, await rig.StatusOfAsync(id));
        Assert.Equal(ActOutcome.Accepted, await rig.Thing(id).ResetAsync());
        for (var run = 0; run < Most; run++)
        {
            Assert.Equal(WorkStatus.Queued, await rig.StatusOfAsync(id));
            await LoseAsync(rig, id);
        }

        Assert.Equal(WorkStatus.Failed, await rig.StatusOfAsync(id));
    }

    private static async Task LoseAsync(ComputeRig rig, long id)
    {
        var order = await rig.Thing(id).StartAsync(Nobody, TimeSpan.FromMinutes(1));
        Assert.Equal(ActOutcome.Accepted, await rig.Thing(id).ReleaseAsync(order!.LeaseNumber, "The node is gone.", ReleaseCause.Lost));

        // To give the same run back twice is to lose it once.
        Assert.Equal(ActOutcome.Conflict, await rig.Thing(id).ReleaseAsync(order.LeaseNumber, "again", ReleaseCause.Lost));
    }

    /// <summary>The queue's own sweep may be first.</summary>
    private static async Task ExpireAsync(ComputeRig rig, long id)
    {
        Assert.NotNull(await rig.Thing(id).StartAsync(Nobody, TimeSpan.Zero));
        await rig.Thing(id).ExpireAsync();
        Assert.NotEqual(WorkStatus.Running, await rig.StatusOfAsync(id));
    }

    private static async Task<IEnumerable<AttemptOutcome>> EndsOfAsync(ComputeRig rig, long id) =>
        (await rig.Store.ReadAttemptsAsync(id, TestContext.Current.CancellationToken)).Select(attempt => attempt.Outcome);
}
