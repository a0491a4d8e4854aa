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
        await using var rig = await StartAsync(1, new() { Sources = [Source("0")], MaxLostRuns = 2 });
        var id = await rig.SubmitAsync("always lost");

        await EventuallyAsync(async () => await rig.StatusOfAsync(id) == WorkStatus.Failed);
        Assert.Equal("given up after 2 runs were lost; the last: The disk is full.", (await rig.Thing(id).GetAsync())!.Error);
        Assert.Equal([AttemptOutcome.Released, AttemptOutcome.Failed], await EndsOfAsync(rig, id));
        Assert.Equal(2, rig.Runs.Events.Count(happened => happened.IsStart));

        // The slot is free again.
        await rig.AllCompletedAsync([await rig.SubmitAsync("quick")]);
    }

    [Fact]
    public async Task Leases_that_run_out_count_as_what_is_given_back_for_lost()
    {
        await using var rig = await StartAsync(1, new() { Sources = [Source("0", 1, "quick")], MaxLostRuns = Most });
        var id = await rig.SubmitAsync("nobody runs this");

        await LoseAsync(rig, id);
        await LoseAsync(rig, id);
        Assert.Equal(2, (await rig.Thing(id).GetAsync())!.Facets[LostRuns.Facet]);
        await ExpireAsync(rig, id);

        var given = (await rig.Thing(id).GetAsync())!;
        Assert.Equal((WorkStatus.Failed, "given up after 3 runs were lost; the last: its lease ran out"), (given.Status, given.Error));
        Assert.Equal([AttemptOutcome.Released, AttemptOutcome.Released, AttemptOutcome.Failed], await EndsOfAsync(rig, id));
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
