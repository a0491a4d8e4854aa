using Switchyard.Nodes;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

public abstract class TaskFaultConformance : IAsyncLifetime
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
    public async Task A_claim_that_was_stored_and_whose_answer_was_lost_is_answered()
    {
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        _rig.Faults.LoseAnswer(nameof(ILaneStore.ClaimAsync));

        var claimed = await _rig.ClaimOneAsync("q");

        Assert.Equal(ids[0], claimed.Id);
        Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(claimed));
        Assert.Equal(ids[1], (await _rig.ClaimOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_claim_that_is_asked_again_while_it_is_under_way_takes_nothing_more()
    {
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        using var asked = _rig.Calls.Watch<ITaskQueueGrain>(nameof(ITaskQueueGrain.ClaimAsync), call => call.Key == "q");
        var stored = _rig.Faults.Hold(nameof(ILaneStore.ClaimAsync));
        var claim = new TaskClaim("w", 1, null, TaskLimits.ClaimBytes, Ask: Guid.NewGuid());

        var first = _rig.Queue("q").ClaimAsync(claim);
        await Eventually.IsAsync(() => Task.FromResult(_rig.Faults.Calls(nameof(ILaneStore.ClaimAsync)) == 1));
        var second = _rig.Queue("q").ClaimAsync(claim);
        await Eventually.IsAsync(() => Task.FromResult(asked.Calls.Count == 2));
        stored.SetResult();

        var task = Assert.Single((await first).Tasks);
        Assert.Equal((ids[0], task.LeaseNumber), (Assert.Single((await second).Tasks).Id, (await second).Tasks[0].LeaseNumber));
        Assert.Equal(ids[1], (await _rig.ClaimOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_queue_that_is_not_told_whether_it_is_paused_asks_again()
    {
        var (asked, over) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var lost = _rig.Calls.On<IQueueGrain>(nameof(IQueueGrain.GetPauseAsync), call => call.Key == "q", async call =>
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                await over.Task;
            }

            await call.InvokeAsync();
        });
        var ids = await _rig.SubmitAsync(TasksRig.New("q"));

        // A call that is lost for good takes 30 s.
        var claimed = await _rig.ClaimAsync("q").WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TasksRig.Cancellation);

        Assert.Equal(ids, claimed.Select(task => task.Id));
        over.SetResult();
    }

    [Fact]
    public async Task A_claim_that_finds_no_window_any_more_leaves_its_tasks_where_they_were()
    {
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        var late = _rig.Faults.Hold(nameof(ILaneStore.ClaimAsync));
        var slow = _rig.ClaimAsync("q");
        await Eventually.IsAsync(() => Task.FromResult(_rig.Faults.Calls(nameof(ILaneStore.ClaimAsync)) == 1));
        _rig.Faults.Refuse(nameof(ILaneStore.ClaimAsync));
        _rig.Faults.GoAway(nameof(ILaneStore.ReadLeasesAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => _rig.ClaimAsync("q"));

        // Its epoch is over, and the next cannot begin.
        late.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => slow);
        _rig.Faults.Return(nameof(ILaneStore.ReadLeasesAsync));

        Assert.Equal(ids, (await _rig.ClaimAsync("q", 10)).Select(task => task.Id));
    }

    [Fact]
    public async Task A_task_that_was_cancelled_unheard_takes_no_place_of_its_group()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { GroupConcurrency = 1 });
        var ids = await _rig.SubmitAsync(TasksRig.New("q", "b"), TasksRig.New("q", "a"), TasksRig.New("q", "a"));
        Assert.Equal(ids[0], (await _rig.AwaitOneAsync("q")).Id);
        await _rig.Store.CancelAsync(ids[1], "no", _rig.Clock.GetUtcNow(), null, TasksRig.Cancellation);

        Assert.Empty(await _rig.ClaimAsync("q", 10));

        Assert.Equal(ids[2], (await _rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_claim_that_was_not_stored_leaves_its_tasks_where_they_were()
    {
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        _rig.Faults.Refuse(nameof(ILaneStore.ClaimAsync));

        Assert.Empty(await _rig.ClaimAsync("q", 2));

        Assert.Equal(ids, (await _rig.ClaimAsync("q", 2)).Select(task => task.Id));
    }

    [Fact]
    public async Task A_claim_in_an_outage_fails_and_its_tasks_are_there_after_it()
    {
        await _rig.Queue("q").SetPolicyAsync(new());
        Assert.Empty(await _rig.ClaimAsync("q"));
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        _rig.Faults.Refuse(nameof(ILaneStore.ClaimAsync));
        _rig.Faults.Refuse(nameof(ILaneStore.FindQueueAsync));

        await Assert.ThrowsAsync<IOException>(() => _rig.ClaimAsync("q", 2));

        Assert.Equal(ids, (await _rig.ClaimAsync("q", 2)).Select(task => task.Id));
    }

    [Fact]
    public async Task An_activation_whose_window_another_one_took_hands_nothing_out_and_goes()
    {
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        Assert.Equal(ids[0], (await _rig.ClaimOneAsync("q")).Id);
        var queue = (await _rig.Store.FindQueueAsync("q", TasksRig.Cancellation))!;
        await _rig.Store.TakeOverAsync(queue.Number, TasksRig.Cancellation);

        var refused = await _rig.Queue("q").ClaimAsync(new("w", 1, null, 1));

        Assert.Equal((0, true), (refused.Tasks.Count, refused.MayHaveMore));
        Assert.Equal(ids[1], (await _rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task Ends_of_which_the_queue_did_not_hear_free_their_places()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { Concurrency = 1 });
        await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        var first = await _rig.ClaimOneAsync("q");
        using (_rig.Calls.Fail<ITaskQueueGrain>(nameof(ITaskQueueGrain.ChangedAsync), _ => true, new IOException("lost")))
        {
            Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(first));
            Assert.Empty(await _rig.ClaimAsync("q"));
            Assert.True(await _rig.Queue("q").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation));
        }

        await _rig.ClaimOneAsync("q");
    }

    [Fact]
    public async Task Who_does_not_wait_gets_a_task_of_which_its_queue_has_not_heard()
    {
        Assert.Empty(await _rig.ClaimLastAsync("q"));
        for (var round = 0; round < 2; round++)
        {
            // The first makes the queue.
            var id = Assert.Single(await _rig.SubmitUntoldAsync(TasksRig.New("q", $"g{round}")));
            Assert.Equal(id, Assert.Single(await _rig.ClaimLastAsync("q")).Id);
            Assert.Empty(await _rig.ClaimLastAsync("q"));
        }
    }

    [Fact]
    public async Task Who_does_not_wait_gets_the_place_of_a_task_whose_end_its_queue_has_not_heard_of()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { Concurrency = 1 });
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        var first = await _rig.ClaimOneAsync("q");
        Assert.Empty(await _rig.ClaimLastAsync("q"));
        using (_rig.Calls.Fail<ITaskQueueGrain>(nameof(ITaskQueueGrain.ChangedAsync), _ => true, new IOException("lost")))
        {
            Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(first));
            Assert.Equal(ids[1], Assert.Single(await _rig.ClaimLastAsync("q")).Id);
        }
    }

    [Fact]
    public async Task A_task_of_whose_cancel_its_queue_has_not_heard_is_not_handed_out()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { Concurrency = 2 });
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"), TasksRig.New("q"), TasksRig.New("q"));
        Assert.Equal(ids[0], (await _rig.ClaimOneAsync("q")).Id);
        var queue = (await _rig.Store.FindQueueAsync("q", TasksRig.Cancellation))!;
        foreach (var id in ids.Skip(1).Take(2))
        {
            await _rig.Store.CancelAsync(id, "no", _rig.Clock.GetUtcNow(), null, TasksRig.Cancellation);
        }

        var next = await _rig.Queue("q").ClaimAsync(new("w", 1, null, TaskLimits.ClaimBytes));
        Assert.Equal((0, true), (next.Tasks.Count, next.MayHaveMore));
        Assert.Equal(ids[3], (await _rig.AwaitOneAsync("q")).Id);
        Assert.Equal([ids[0], ids[3]], (await _rig.Store.ReadLeasesAsync(queue.Number, cancellationToken: TasksRig.Cancellation)).SelectMany(lease => lease.Ids).Order());
    }

    [Fact]
    public async Task A_key_gets_the_first_answer_again_also_after_a_restart()
    {
        byte[] hash = [1, 2, 3];
        NewTask[] tasks = [TasksRig.New("q"), TasksRig.New("q") with { UniqueKey = "u" }];
        await _rig.SubmitAsync(TasksRig.New("q") with { UniqueKey = "u" });
        var first = (await _rig.Lane.SubmitOnceAsync(tasks, "k", hash)).Tasks!;
        Assert.Equal([false, true], first.Select(task => task.Existing));

        await _rig.DownAsync();
        await _rig.UpAsync();

        Assert.Equal(first, (await _rig.Lane.SubmitOnceAsync(tasks, "k", hash)).Tasks);
        Assert.Equal((null, true), (await _rig.Lane.SubmitOnceAsync(tasks, "k", [9])) is var other ? (other.Tasks, other.OtherBody) : default);
        Assert.NotEqual(first, (await _rig.Lane.SubmitOnceAsync([.. tasks.Select(task => task with { Owner = "o" })], "k", [9])).Tasks);
        Assert.Equal(3, (await _rig.ClaimAsync("q", 10)).Count);
    }

    [Fact]
    public async Task A_key_is_kept_for_a_day_and_is_free_after_it()
    {
        byte[] hash = [1, 2, 3];
        NewTask[] tasks = [TasksRig.New("q")];
        var first = (await _rig.Lane.SubmitOnceAsync(tasks, "k", hash)).Tasks!;
        await LaterAsync(TimeSpan.FromHours(23.9));
        Assert.Equal(first, (await _rig.Lane.SubmitOnceAsync(tasks, "k", hash)).Tasks);

        await LaterAsync(TimeSpan.FromHours(0.2));
        await Eventually.IsAsync(async () => (await _rig.Lane.SubmitOnceAsync(tasks, "k", [9])).Tasks is { } other && other[0].Id != first[0].Id);

        // A node that begins looks for old keys at once.
        async Task LaterAsync(TimeSpan time)
        {
            await _rig.DownAsync();
            _rig.Clock.Advance(time);
            await _rig.UpAsync();
            var sums = _rig.Faults.Calls(nameof(ILaneStore.FoldAsync));
            await Eventually.IsAsync(() => Task.FromResult(_rig.Faults.Calls(nameof(ILaneStore.FoldAsync)) > sums + 1));
        }
    }

    [Fact]
    public async Task Who_could_not_renew_in_an_outage_has_time_for_it_after_it()
    {
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));
        var held = await _rig.ClaimOneAsync("q", lease: TimeSpan.FromSeconds(10));
        _rig.Faults.GoAway(nameof(ILaneStore.SweepAsync));

        // After one that failed there is none while the clock stands: the second is after the lease has run out.
        await Eventually.IsAsync(() => Task.FromResult(_rig.Faults.Missed(nameof(ILaneStore.SweepAsync)) == 1));
        _rig.Clock.Advance(TimeSpan.FromSeconds(11));
        await Eventually.IsAsync(() =>
        {
            if (_rig.Faults.Missed(nameof(ILaneStore.SweepAsync)) >= 2)
            {
                return Task.FromResult(true);
            }

            // The upkeep may have looked at the clock only after it was set.
            _rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(false);
        });
        _rig.Faults.Return(nameof(ILaneStore.SweepAsync));

        // Whole looks of the upkeep, of which each ends with the sums.
        var looks = _rig.Faults.Calls(nameof(ILaneStore.FoldAsync));
        await Eventually.IsAsync(() => Task.FromResult(_rig.Faults.Calls(nameof(ILaneStore.FoldAsync)) > looks + 2));
        Assert.Equal(WorkStatus.Running, (await _rig.ViewAsync(id)).Status);
        Assert.Equal(TaskOutcome.Ok, (await _rig.Lane.RenewAsync([new(held.Id, held.LeaseNumber)], null))[0].Outcome);

        _rig.Clock.Advance(TimeSpan.FromSeconds(11));
        await _rig.HasStatusAsync(id, WorkStatus.Queued);
    }

    [Fact]
    public async Task A_cancelled_task_is_handed_out_no_more_and_its_holder_hears_of_it()
    {
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"), TasksRig.New("q"));
        var held = await _rig.ClaimOneAsync("q");

        Assert.Equal(ActOutcome.Accepted, await _rig.Task(ids[0]).CancelAsync("no"));
        Assert.Equal(ActOutcome.Accepted, await _rig.Task(ids[1]).CancelAsync("no"));
        Assert.Equal(ActOutcome.Conflict, await _rig.Task(ids[1]).CancelAsync("no"));

        Assert.Equal(ids[2], (await _rig.ClaimOneAsync("q")).Id);
        Assert.Equal(TaskOutcome.Cancelled, (await _rig.Lane.RenewAsync([new(held.Id, held.LeaseNumber)], null))[0].Outcome);
        Assert.Equal(TaskOutcome.Cancelled, await _rig.CompleteAsync(held));
        Assert.Equal(ActOutcome.Accepted, await _rig.Task(ids[1]).DeleteAsync());
        Assert.Null(await _rig.Task(ids[1]).GetTaskAsync());
        Assert.Equal(ActOutcome.Accepted, await _rig.Task(ids[0]).ResetAsync());
        Assert.Equal(ids[0], (await _rig.AwaitOneAsync("q")).Id);
    }
}
