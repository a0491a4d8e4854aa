using Switchyard.Work;

namespace Switchyard.Tasks;

public abstract class TaskClaimConformance : TaskConformance
{
    [Fact]
    public async Task A_task_is_claimed_with_all_that_it_was_submitted_with()
    {
        var deadline = Rig.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var task = TasksRig.New("q", "g", 3) with { Name = "n", Tags = ["a", "b"], Deadline = deadline, Timeout = TimeSpan.FromSeconds(30) };
        var id = Assert.Single(await Rig.SubmitAsync(task));

        var claimed = await Rig.ClaimOneAsync("q", "w", TimeSpan.FromSeconds(60));

        Assert.Equal((id, 1, "n", 3, "g"), (claimed.Id, claimed.Attempt, claimed.Name, claimed.Priority, claimed.GroupKey));
        Assert.Equal("1"u8.ToArray(), claimed.Payload);
        Assert.Equal(["a", "b"], claimed.Tags);
        Assert.Equal(deadline, claimed.Deadline);
        Assert.Equal(Rig.Clock.GetUtcNow() + TimeSpan.FromSeconds(30), claimed.AttemptEndsAt);
        Assert.Equal(claimed.AttemptEndsAt, claimed.LeaseExpiresAt);
        var view = await Rig.ViewAsync(id);
        Assert.Equal((WorkStatus.Running, "w", claimed.LeaseNumber), (view.Status, view.Worker, view.LeaseNumber));
    }

    [Fact]
    public async Task Who_waits_for_an_end_that_has_been_told_already_hears_of_it()
    {
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));
        var wait = Rig.Queue("q").WaitEndAsync(id, TaskLimits.LongestWait, TasksRig.Cancellation);
        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(await Rig.ClaimOneAsync("q")));
        Assert.True(await wait);

        // The clock stands still: it is no time that ends it.
        Assert.True(await Rig.Queue("q").WaitEndAsync(id, TaskLimits.LongestWait, TasksRig.Cancellation).WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation));
    }

    [Fact]
    public async Task Higher_priorities_come_first_then_groups_take_turns_then_age_counts()
    {
        var ids = await Rig.SubmitAsync(
            TasksRig.New("q", "a"), TasksRig.New("q", "a"), TasksRig.New("q", "b"), TasksRig.New("q", "a", 5), TasksRig.New("q"));

        var claimed = await Rig.ClaimAsync("q", 10);

        Assert.Equal([ids[3], ids[0], ids[2], ids[4], ids[1]], claimed.Select(task => task.Id));
        Assert.Empty(await Rig.ClaimAsync("q"));
    }

    [Fact]
    public async Task A_single_task_gets_its_turn_beside_a_hundred_thousand_of_another_group()
    {
        for (var batch = 0; batch < 10; batch++)
        {
            await Rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q", "many"), 10_000)]);
        }

        await Rig.ClaimAsync("q", 100);
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q", "one")));

        Assert.Contains(id, (await Rig.ClaimAsync("q", 2)).Select(task => task.Id));
    }

    [Fact]
    public async Task Every_task_of_many_groups_is_handed_out_once()
    {
        var ids = new List<long>();
        for (var batch = 0; batch < 3; batch++)
        {
            var first = batch * 10_000;
            ids.AddRange(await Rig.SubmitUntoldAsync([.. Enumerable.Range(first, 10_000).Select(group => TasksRig.New("q", $"g{group}"))]));
        }

        var claimed = new List<long>();
        for (IReadOnlyList<ClaimedTask> page = []; claimed.Count < ids.Count; claimed.AddRange(page.Select(task => task.Id)))
        {
            page = await Rig.ClaimAsync("q", 1000);
            Assert.NotEmpty(page);
        }

        Assert.Equal(ids.Order(), claimed.Order());
        Assert.Empty(await Rig.ClaimAsync("q"));
    }

    [Fact]
    public async Task A_claim_stops_before_its_payloads_are_too_large()
    {
        await Rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q") with { Payload = new byte[1000] }, 5)]);

        Assert.Equal(2, (await Rig.Queue("q").ClaimAsync(new("w", 5, null, 2500))).Tasks.Count);
        Assert.Single((await Rig.Queue("q").ClaimAsync(new("w", 5, null, 10))).Tasks);
    }

    [Fact]
    public async Task What_was_ended_is_ended_and_a_stale_lease_changes_nothing()
    {
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));
        var first = await Rig.ClaimOneAsync("q");
        Assert.Equal(WorkStatus.Queued, (await Rig.FailAsync(first, after: TimeSpan.Zero)).Status);

        var second = await Rig.AwaitOneAsync("q");

        Assert.Equal((id, 2), (second.Id, second.Attempt));
        Assert.Equal(TaskOutcome.Stale, await Rig.CompleteAsync(first));
        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(second));
        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(second));
        Assert.Equal(WorkStatus.Completed, (await Rig.ViewAsync(id)).Status);
    }

    [Fact]
    public async Task Who_waits_is_woken_by_a_task_also_of_a_queue_that_did_not_exist()
    {
        var waiting = Rig.Queue("new").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation);

        await Rig.SubmitAsync(TasksRig.New("new"));

        Assert.True(await waiting);
        await Rig.ClaimOneAsync("new");
        Assert.False(await Rig.Queue("new").WaitAsync(TimeSpan.FromMilliseconds(20), TasksRig.Cancellation));
    }

    [Fact]
    public async Task A_task_of_which_nobody_told_is_found()
    {
        await Rig.SubmitAsync(TasksRig.New("q"));
        await Rig.ClaimOneAsync("q");

        var id = Assert.Single(await Rig.SubmitUntoldAsync(TasksRig.New("q", "other")));
        Assert.True(await Rig.Queue("q").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation));

        Assert.Equal(id, (await Rig.ClaimOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_paused_queue_hands_nothing_out_until_it_is_resumed()
    {
        await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        await Rig.ClaimOneAsync("q");
        var queue = Rig.Grains.GetGrain<IQueueGrain>("q");
        await queue.PauseAsync("me", "lunch");

        var paused = await Rig.Queue("q").ClaimAsync(new("w", 1, null, 1));
        Assert.Empty(paused.Tasks);
        Assert.Equal("lunch", paused.Pause?.Reason);
        var waiting = Rig.Queue("q").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation);
        Assert.False(waiting.IsCompleted);
        await Rig.ForgetAsync("q");
        Assert.NotNull((await Rig.Queue("q").ClaimAsync(new("w", 1, null, 1))).Pause);

        await queue.ResumeAsync("me");
        await Rig.AwaitOneAsync("q");
    }
}
