using Switchyard.Work;

namespace Switchyard.Tasks;

public abstract class TaskClaimConformance : IAsyncLifetime
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
    public async Task A_task_is_claimed_with_all_that_it_was_submitted_with()
    {
        var deadline = _rig.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var task = TasksRig.New("q", "g", 3) with { Name = "n", Tags = ["a", "b"], Deadline = deadline, Timeout = TimeSpan.FromSeconds(30) };
        var id = Assert.Single(await _rig.SubmitAsync(task));

        var claimed = await _rig.ClaimOneAsync("q", "w", TimeSpan.FromSeconds(60));

        Assert.Equal((id, 1, "n", 3, "g"), (claimed.Id, claimed.Attempt, claimed.Name, claimed.Priority, claimed.GroupKey));
        Assert.Equal("1"u8.ToArray(), claimed.Payload);
        Assert.Equal(["a", "b"], claimed.Tags);
        Assert.Equal(deadline, claimed.Deadline);
        Assert.Equal(_rig.Clock.GetUtcNow() + TimeSpan.FromSeconds(30), claimed.AttemptEndsAt);
        Assert.Equal(claimed.AttemptEndsAt, claimed.LeaseExpiresAt);
        var view = await _rig.ViewAsync(id);
        Assert.Equal((WorkStatus.Running, "w", claimed.LeaseNumber), (view.Status, view.Worker, view.LeaseNumber));
    }

    [Fact]
    public async Task Who_waits_for_an_end_that_has_been_told_already_hears_of_it()
    {
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));
        var wait = _rig.Queue("q").WaitEndAsync(id, TaskLimits.LongestWait, TasksRig.Cancellation);
        Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(await _rig.ClaimOneAsync("q")));
        Assert.True(await wait);

        // The clock stands still: it is no time that ends it.
        Assert.True(await _rig.Queue("q").WaitEndAsync(id, TaskLimits.LongestWait, TasksRig.Cancellation).WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation));
    }

    [Fact]
    public async Task Higher_priorities_come_first_then_groups_take_turns_then_age_counts()
    {
        var ids = await _rig.SubmitAsync(
            TasksRig.New("q", "a"), TasksRig.New("q", "a"), TasksRig.New("q", "b"), TasksRig.New("q", "a", 5), TasksRig.New("q"));

        var claimed = await _rig.ClaimAsync("q", 10);

        Assert.Equal([ids[3], ids[0], ids[2], ids[4], ids[1]], claimed.Select(task => task.Id));
        Assert.Empty(await _rig.ClaimAsync("q"));
    }

    [Fact]
    public async Task A_single_task_gets_its_turn_beside_a_hundred_thousand_of_another_group()
    {
        for (var batch = 0; batch < 10; batch++)
        {
            await _rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q", "many"), 10_000)]);
        }

        await _rig.ClaimAsync("q", 100);
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q", "one")));

        Assert.Contains(id, (await _rig.ClaimAsync("q", 2)).Select(task => task.Id));
    }

    [Fact]
    public async Task Every_task_of_many_groups_is_handed_out_once()
    {
        var ids = new List<long>();
        for (var batch = 0; batch < 3; batch++)
        {
            var first = batch * 10_000;
            ids.AddRange(await _rig.SubmitUntoldAsync([.. Enumerable.Range(first, 10_000).Select(group => TasksRig.New("q", $"g{group}"))]));
        }

        var claimed = new List<long>();
        for (IReadOnlyList<ClaimedTask> page = []; claimed.Count < ids.Count; claimed.AddRange(page.Select(task => task.Id)))
        {
            page = await _rig.ClaimAsync("q", 1000);
            Assert.NotEmpty(page);
        }

        Assert.Equal(ids.Order(), claimed.Order());
        Assert.Empty(await _rig.ClaimAsync("q"));
    }

    [Fact]
    public async Task A_claim_stops_before_its_payloads_are_too_large()
    {
        await _rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q") with { Payload = new byte[1000] }, 5)]);

        Assert.Equal(2, (await _rig.Queue("q").ClaimAsync(new("w", 5, null, 2500))).Tasks.Count);
        Assert.Single((await _rig.Queue("q").ClaimAsync(new("w", 5, null, 10))).Tasks);
    }

    [Fact]
    public async Task What_was_ended_is_ended_and_a_stale_lease_changes_nothing()
    {
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));
        var first = await _rig.ClaimOneAsync("q");
        Assert.Equal(WorkStatus.Queued, (await _rig.FailAsync(first, after: TimeSpan.Zero)).Status);

        var second = await _rig.AwaitOneAsync("q");

        Assert.Equal((id, 2), (second.Id, second.Attempt));
        Assert.Equal(TaskOutcome.Stale, await _rig.CompleteAsync(first));
        Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(second));
        Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(second));
        Assert.Equal(WorkStatus.Completed, (await _rig.ViewAsync(id)).Status);
    }

    [Fact]
    public async Task Who_waits_is_woken_by_a_task_also_of_a_queue_that_did_not_exist()
    {
        var waiting = _rig.Queue("new").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation);

        await _rig.SubmitAsync(TasksRig.New("new"));

        Assert.True(await waiting);
        await _rig.ClaimOneAsync("new");
        Assert.False(await _rig.Queue("new").WaitAsync(TimeSpan.FromMilliseconds(20), TasksRig.Cancellation));
    }

    [Fact]
    public async Task A_task_of_which_nobody_told_is_found()
    {
        await _rig.SubmitAsync(TasksRig.New("q"));
        await _rig.ClaimOneAsync("q");

        var id = Assert.Single(await _rig.SubmitUntoldAsync(TasksRig.New("q", "other")));
        Assert.True(await _rig.Queue("q").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation));

        Assert.Equal(id, (await _rig.ClaimOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_paused_queue_hands_nothing_out_until_it_is_resumed()
    {
        await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        await _rig.ClaimOneAsync("q");
        var queue = _rig.Grains.GetGrain<IQueueGrain>("q");
        await queue.PauseAsync("me", "lunch");

        var paused = await _rig.Queue("q").ClaimAsync(new("w", 1, null, 1));
        Assert.Empty(paused.Tasks);
        Assert.Equal("lunch", paused.Pause?.Reason);
        var waiting = _rig.Queue("q").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation);
        Assert.False(waiting.IsCompleted);
        await _rig.ForgetAsync("q");
        Assert.NotNull((await _rig.Queue("q").ClaimAsync(new("w", 1, null, 1))).Pause);

        await queue.ResumeAsync("me");
        await _rig.AwaitOneAsync("q");
    }
}
