using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks;

public abstract partial class TaskHandOverConformance
{
    [Fact]
    public async Task A_commit_that_failed_leaves_the_claim_in_line()
    {
        var standing = await StandAsync();
        Rig.Faults.Refuse(nameof(ILaneStore.SubmitClaimedAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => Rig.SubmitAsync(TasksRig.New("q", "lost")));
        await InLineAsync();

        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));

        Assert.Equal(id, Assert.Single((await standing).Tasks).Id);
        Assert.Empty(await Rig.ClaimLastAsync("q"));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_hands_over_what_it_stored()
    {
        var standing = await StandAsync();
        Rig.Faults.LoseAnswer(nameof(ILaneStore.SubmitClaimedAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => Rig.SubmitAsync(TasksRig.New("q")));

        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(Assert.Single((await standing).Tasks)));
    }

    [Fact]
    public async Task Under_an_epoch_that_is_over_tasks_are_stored_and_not_leased()
    {
        var standing = await StandAsync();
        var queue = (await Rig.Store.FindQueueAsync("q", TasksRig.Cancellation))!;
        await Rig.Store.TakeOverAsync(queue.Number, TasksRig.Cancellation);

        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));

        Assert.Empty((await standing).Tasks);
        Assert.Equal(id, (await Rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_lease_of_which_nobody_could_hear_runs_out_and_its_task_comes_again()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Backoff = new(TimeSpan.Zero, 1, TimeSpan.Zero, 0) });
        var standing = await StandAsync(max: 1);
        Rig.Faults.LoseAnswer(nameof(ILaneStore.SubmitClaimedAsync));
        Rig.Faults.GoAway(nameof(ILaneStore.ReadLeasesAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q")));
        await Assert.ThrowsAnyAsync<Exception>(() => standing);
        Rig.Faults.Return(nameof(ILaneStore.ReadLeasesAsync));

        var free = Assert.Single(await Rig.ClaimLastAsync("q"));
        Assert.Empty(await Rig.ClaimLastAsync("q"));
        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(free));

        Rig.Clock.Advance(TimeSpan.FromSeconds(61));
        var again = await Rig.AwaitOneAsync("q");
        Assert.Equal((free.Id - 1, 2), (again.Id, again.Attempt));
    }

    [Fact]
    public async Task A_duplicate_beside_a_lease_of_which_nobody_could_hear_holds_no_place()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Concurrency = 2 });
        await Rig.SubmitAsync(TasksRig.New("q") with { UniqueKey = "u", NotBefore = Rig.Clock.GetUtcNow().AddHours(1) });
        var standing = await StandAsync(max: 2);
        Rig.Faults.LoseAnswer(nameof(ILaneStore.SubmitClaimedAsync));
        Rig.Faults.GoAway(nameof(ILaneStore.ReadLeasesAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => Rig.SubmitAsync(TasksRig.New("q") with { UniqueKey = "u" }, TasksRig.New("q")));
        await Assert.ThrowsAnyAsync<Exception>(() => standing);
        Rig.Faults.Return(nameof(ILaneStore.ReadLeasesAsync));

        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));

        Assert.Equal(id, Assert.Single(await Rig.ClaimLastAsync("q")).Id);
    }

    [Fact]
    public async Task What_was_not_stored_holds_no_place_when_the_window_was_lost_meanwhile()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Concurrency = 1, GroupConcurrency = 1 });
        var standing = await StandAsync();
        Rig.Faults.Refuse(nameof(ILaneStore.SubmitClaimedAsync));
        Rig.Faults.GoAway(nameof(ILaneStore.ReadLeasesAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => Rig.SubmitAsync(TasksRig.New("q", "a")));
        await Assert.ThrowsAnyAsync<Exception>(() => standing);
        Rig.Faults.Return(nameof(ILaneStore.ReadLeasesAsync));
        Assert.Empty(await Rig.ClaimLastAsync("q"));

        standing = await StandAsync();
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q", "a")));

        Assert.Equal(id, Assert.Single((await standing).Tasks).Id);
    }
}
