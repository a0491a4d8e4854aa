using Switchyard.Nodes;
using Switchyard.Work;

namespace Switchyard.Tasks;

public abstract class TaskLimitConformance : TaskConformance
{
    [Fact]
    public async Task No_more_are_out_than_the_queue_and_the_group_allow_also_after_the_grain_was_gone()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Concurrency = 3, GroupConcurrency = 2 });
        await Rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q", "a"), 5), TasksRig.New("q", "b"), TasksRig.New("q", "b")]);

        var claimed = await Rig.ClaimAsync("q", 10);
        Assert.Equal(["a", "b", "a"], claimed.Select(task => task.GroupKey));
        var waiting = await Rig.Task((await Rig.Lane.ListAsync(new() { Queue = "q", Status = WorkStatus.Queued }, null, 1)).Items[0].Id).WhyWaitingAsync();
        Assert.Equal(WaitingCodes.Limit, waiting?.Code);
        await Rig.ForgetAsync("q");
        Assert.Empty(await Rig.ClaimAsync("q"));

        await Rig.CompleteAsync(claimed[1]);
        Assert.Equal("b", (await Rig.AwaitOneAsync("q")).GroupKey);
        await Rig.CompleteAsync(claimed[0]);
        Assert.Equal("a", (await Rig.AwaitOneAsync("q")).GroupKey);
    }

    [Fact]
    public async Task No_more_are_handed_out_in_a_time_than_the_rate_allows()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Rate = new(2, TimeSpan.FromMinutes(1)) });
        await Rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q"), 5)]);

        Assert.Equal(2, (await Rig.ClaimAsync("q", 10)).Count);
        Assert.Empty(await Rig.ClaimAsync("q"));
        Rig.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(await Rig.ClaimAsync("q", 10));

        // What a grain that was gone had handed out counts still.
        await Rig.ForgetAsync("q");
        Assert.Empty(await Rig.ClaimAsync("q"));
        Rig.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(await Rig.ClaimAsync("q", 10));

        await Rig.Queue("q").SetPolicyAsync(new());
        Assert.Single(await Rig.ClaimAsync("q", 10));
    }

    [Fact]
    public async Task A_task_that_loses_every_lease_ends_after_its_attempts_and_says_so()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { MaxAttempts = 2, Backoff = new(TimeSpan.Zero, 1, TimeSpan.Zero, 0) });
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Equal(attempt, (await Rig.AwaitOneAsync("q", "poisoned", TimeSpan.FromSeconds(1))).Attempt);
            Rig.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        await Rig.HasStatusAsync(id, WorkStatus.Failed);
        Assert.Equal("its lease was lost twice; the last holder was poisoned", (await Rig.ViewAsync(id)).Error);
        Assert.Equal(ActOutcome.Accepted, await Rig.Task(id).ResetAsync());
        Assert.Equal(3, (await Rig.AwaitOneAsync("q")).Attempt);
    }

    [Fact]
    public async Task What_is_given_back_before_its_worker_had_it_uses_up_no_attempt()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { MaxAttempts = 2, Backoff = new(TimeSpan.FromHours(1), 1, TimeSpan.FromHours(1), 0) });
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var claimed = await Rig.AwaitOneAsync("q", "gone");
            Assert.Equal(attempt, claimed.Attempt);
            var released = Assert.Single(await Rig.Lane.FailAsync([new(id, claimed.LeaseNumber, "its worker left", IsRelease: true)]));
            Assert.Equal((TaskOutcome.Ok, WorkStatus.Queued, null), (released.Outcome, released.Status, released.NotBefore));
        }

        Assert.Equal(WorkStatus.Queued, (await Rig.FailAsync(await Rig.AwaitOneAsync("q"), after: TimeSpan.Zero)).Status);
        Assert.Equal(WorkStatus.Failed, (await Rig.FailAsync(await Rig.AwaitOneAsync("q"))).Status);
        Assert.Equal(
            [AttemptOutcome.Released, AttemptOutcome.Released, AttemptOutcome.Released, AttemptOutcome.Failed, AttemptOutcome.Failed],
            (await Rig.Store.ReadAttemptsAsync(id, TasksRig.Cancellation)).Select(attempt => attempt.Outcome));
        var queue = (await Rig.Store.FindQueueAsync("q", TasksRig.Cancellation))!;
        var workers = await Rig.Store.ReadWorkersAsync(queue.Number, 10, TasksRig.Cancellation);
        Assert.Equal([("gone", 0), ("w", 2)], workers.Select(worker => (worker.Owner, worker.Failed)).Order());
    }

    [Fact]
    public async Task An_attempt_whose_time_is_over_is_tried_again_and_the_last_one_ends_the_task()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { MaxAttempts = 2, Timeout = TimeSpan.FromSeconds(5), Backoff = new(TimeSpan.Zero, 1, TimeSpan.Zero, 0) });
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var claimed = await Rig.AwaitOneAsync("q", lease: TimeSpan.FromMinutes(5));
            Assert.Equal((attempt, Rig.Clock.GetUtcNow() + TimeSpan.FromSeconds(5)), (claimed.Attempt, claimed.LeaseExpiresAt));
            Rig.Clock.Advance(TimeSpan.FromSeconds(6));
        }

        await Rig.HasStatusAsync(id, WorkStatus.TimedOut);
    }

    [Fact]
    public async Task A_task_whose_time_has_not_come_waits_for_it()
    {
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q") with { NotBefore = Rig.Clock.GetUtcNow() + TimeSpan.FromMinutes(1) }));
        Assert.Empty(await Rig.ClaimAsync("q"));
        Assert.Equal(WaitingCodes.NotBefore, (await Rig.Task(id).WhyWaitingAsync())?.Code);

        Rig.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await Rig.Queue("q").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation));
        Assert.Equal(id, (await Rig.ClaimOneAsync("q")).Id);
    }

    [Fact]
    public async Task What_ended_long_enough_ago_goes()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Retention = new(TimeSpan.FromHours(1), null) });
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));
        await Rig.CompleteAsync(await Rig.ClaimOneAsync("q"));
        Assert.NotNull(await Rig.Task(id).GetTaskAsync());

        Rig.Clock.Advance(TimeSpan.FromHours(2));

        await Eventually.IsAsync(async () => await Rig.Task(id).GetTaskAsync() is null);
    }
}
