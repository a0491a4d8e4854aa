using Switchyard.Nodes;
using Switchyard.Work;

namespace Switchyard.Tasks;

public abstract class TaskLimitConformance : IAsyncLifetime
{
    private TasksRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TasksRig.StartAsync(await MakeDatabaseAsync());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _rig.DisposeAsync();
    }

    /// <summary>The connection string of an empty PostgreSQL database; null: SQLite.</summary>
    protected abstract Task<string?> MakeDatabaseAsync();

    [Fact]
    public async Task No_more_are_out_than_the_queue_and_the_group_allow_also_after_the_grain_was_gone()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { Concurrency = 3, GroupConcurrency = 2 });
        await _rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q", "a"), 5), TasksRig.New("q", "b"), TasksRig.New("q", "b")]);

        var claimed = await _rig.ClaimAsync("q", 10);
        Assert.Equal(["a", "b", "a"], claimed.Select(task => task.GroupKey));
        var waiting = await _rig.Task((await _rig.Lane.ListAsync(new() { Queue = "q", Status = WorkStatus.Queued }, null, 1)).Items[0].Id).WhyWaitingAsync();
        Assert.Equal(WaitingCodes.Limit, waiting?.Code);
        await _rig.ForgetAsync("q");
        Assert.Empty(await _rig.ClaimAsync("q"));

        await _rig.CompleteAsync(claimed[1]);
        Assert.Equal("b", (await _rig.AwaitOneAsync("q")).GroupKey);
        await _rig.CompleteAsync(claimed[0]);
        Assert.Equal("a", (await _rig.AwaitOneAsync("q")).GroupKey);
    }

    [Fact]
    public async Task No_more_are_handed_out_in_a_time_than_the_rate_allows()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { Rate = new(2, TimeSpan.FromMinutes(1)) });
        await _rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q"), 5)]);

        Assert.Equal(2, (await _rig.ClaimAsync("q", 10)).Count);
        Assert.Empty(await _rig.ClaimAsync("q"));
        _rig.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(await _rig.ClaimAsync("q", 10));

        // What a grain that was gone had handed out counts still.
        await _rig.ForgetAsync("q");
        Assert.Empty(await _rig.ClaimAsync("q"));
        _rig.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(await _rig.ClaimAsync("q", 10));

        await _rig.Queue("q").SetPolicyAsync(new());
        Assert.Single(await _rig.ClaimAsync("q", 10));
    }

    [Fact]
    public async Task A_task_that_loses_every_lease_ends_after_its_attempts_and_says_so()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { MaxAttempts = 2, Backoff = new(TimeSpan.Zero, 1, TimeSpan.Zero, 0) });
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Equal(attempt, (await _rig.AwaitOneAsync("q", "poisoned", TimeSpan.FromSeconds(1))).Attempt);
            _rig.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        await _rig.HasStatusAsync(id, WorkStatus.Failed);
        Assert.Equal("its lease was lost twice; the last holder was poisoned", (await _rig.ViewAsync(id)).Error);
        Assert.Equal(ActOutcome.Accepted, await _rig.Task(id).ResetAsync());
        Assert.Equal(3, (await _rig.AwaitOneAsync("q")).Attempt);
    }

    [Fact]
    public async Task What_is_given_back_before_its_worker_had_it_uses_up_no_attempt()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { MaxAttempts = 2, Backoff = new(TimeSpan.FromHours(1), 1, TimeSpan.FromHours(1), 0) });
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var claimed = await _rig.AwaitOneAsync("q", "gone");
            Assert.Equal(attempt, claimed.Attempt);
            var released = Assert.Single(await _rig.Lane.FailAsync([new(id, claimed.LeaseNumber, "its worker left", IsRelease: true)]));
            Assert.Equal((TaskOutcome.Ok, WorkStatus.Queued, null), (released.Outcome, released.Status, released.NotBefore));
        }

        Assert.Equal(WorkStatus.Queued, (await _rig.FailAsync(await _rig.AwaitOneAsync("q"), after: TimeSpan.Zero)).Status);
        Assert.Equal(WorkStatus.Failed, (await _rig.FailAsync(await _rig.AwaitOneAsync("q"))).Status);
        Assert.Equal(
            [AttemptOutcome.Released, AttemptOutcome.Released, AttemptOutcome.Released, AttemptOutcome.Failed, AttemptOutcome.Failed],
            (await _rig.Store.ReadAttemptsAsync(id, TasksRig.Cancellation)).Select(attempt => attempt.Outcome));
        var queue = (await _rig.Store.FindQueueAsync("q", TasksRig.Cancellation))!;
        var workers = await _rig.Store.ReadWorkersAsync(queue.Number, 10, TasksRig.Cancellation);
        Assert.Equal([("gone", 0), ("w", 2)], workers.Select(worker => (worker.Owner, worker.Failed)).Order());
    }

    [Fact]
    public async Task An_attempt_whose_time_is_over_is_tried_again_and_the_last_one_ends_the_task()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { MaxAttempts = 2, Timeout = TimeSpan.FromSeconds(5), Backoff = new(TimeSpan.Zero, 1, TimeSpan.Zero, 0) });
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var claimed = await _rig.AwaitOneAsync("q", lease: TimeSpan.FromMinutes(5));
            Assert.Equal((attempt, _rig.Clock.GetUtcNow() + TimeSpan.FromSeconds(5)), (claimed.Attempt, claimed.LeaseExpiresAt));
            _rig.Clock.Advance(TimeSpan.FromSeconds(6));
        }

        await _rig.HasStatusAsync(id, WorkStatus.TimedOut);
    }

    [Fact]
    public async Task A_task_whose_time_has_not_come_waits_for_it()
    {
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q") with { NotBefore = _rig.Clock.GetUtcNow() + TimeSpan.FromMinutes(1) }));
        Assert.Empty(await _rig.ClaimAsync("q"));
        Assert.Equal(WaitingCodes.NotBefore, (await _rig.Task(id).WhyWaitingAsync())?.Code);

        _rig.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await _rig.Queue("q").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation));
        Assert.Equal(id, (await _rig.ClaimOneAsync("q")).Id);
    }

    [Fact]
    public async Task What_ended_long_enough_ago_goes()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { Retention = new(TimeSpan.FromHours(1), null) });
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));
        await _rig.CompleteAsync(await _rig.ClaimOneAsync("q"));
        Assert.NotNull(await _rig.Task(id).GetTaskAsync());

        _rig.Clock.Advance(TimeSpan.FromHours(2));

        await Eventually.IsAsync(async () => await _rig.Task(id).GetTaskAsync() is null);
    }
}
