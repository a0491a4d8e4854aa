using Switchyard.Nodes;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

public abstract class TaskFaultConformance : TaskConformance
{
    [Fact]
    public async Task A_claim_that_was_stored_and_whose_answer_was_lost_is_answered()
    {
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        Rig.Faults.LoseAnswer(nameof(ILaneStore.ClaimAsync));

        var claimed = await Rig.ClaimOneAsync("q");

        Assert.Equal(ids[0], claimed.Id);
        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(claimed));
        Assert.Equal(ids[1], (await Rig.ClaimOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_claim_that_is_asked_again_while_it_is_under_way_takes_nothing_more()
    {
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        using var asked = Rig.Calls.Watch<ITaskQueueGrain>(nameof(ITaskQueueGrain.ClaimAsync), call => call.Key == "q");
        var stored = Rig.Faults.Hold(nameof(ILaneStore.ClaimAsync));
        var claim = new TaskClaim("w", 1, null, TaskLimits.ClaimBytes, Ask: Guid.NewGuid());

        var first = Rig.Queue("q").ClaimAsync(claim);
        await Eventually.IsAsync(() => Task.FromResult(Rig.Faults.Calls(nameof(ILaneStore.ClaimAsync)) == 1));
        var second = Rig.Queue("q").ClaimAsync(claim);
        await Eventually.IsAsync(() => Task.FromResult(asked.Calls.Count == 2));
        stored.SetResult();

        var task = Assert.Single((await first).Tasks);
        Assert.Equal((ids[0], task.LeaseNumber), (Assert.Single((await second).Tasks).Id, (await second).Tasks[0].LeaseNumber));
        Assert.Equal(ids[1], (await Rig.ClaimOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_queue_that_is_not_told_whether_it_is_paused_asks_again()
    {
        var (asked, over) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var lost = Rig.Calls.On<IQueueGrain>(nameof(IQueueGrain.GetPauseAsync), call => call.Key == "q", async call =>
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                await over.Task;
            }

            await call.InvokeAsync();
        });
        var ids = await Rig.SubmitAsync(TasksRig.New("q"));

        // A call that is lost for good takes 30 s.
        var claimed = await Rig.ClaimAsync("q").WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TasksRig.Cancellation);

        Assert.Equal(ids, claimed.Select(task => task.Id));
        over.SetResult();
    }

    [Fact]
    public async Task A_claim_that_finds_no_window_any_more_leaves_its_tasks_where_they_were()
    {
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        var late = Rig.Faults.Hold(nameof(ILaneStore.ClaimAsync));
        var slow = Rig.ClaimAsync("q");
        await Eventually.IsAsync(() => Task.FromResult(Rig.Faults.Calls(nameof(ILaneStore.ClaimAsync)) == 1));
        Rig.Faults.Refuse(nameof(ILaneStore.ClaimAsync));
        Rig.Faults.GoAway(nameof(ILaneStore.ReadLeasesAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => Rig.ClaimAsync("q"));

        // Its epoch is over, and the next cannot begin.
        late.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => slow);
        Rig.Faults.Return(nameof(ILaneStore.ReadLeasesAsync));

        Assert.Equal(ids, (await Rig.ClaimAsync("q", 10)).Select(task => task.Id));
    }

    [Fact]
    public async Task A_task_that_was_cancelled_unheard_takes_no_place_of_its_group()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { GroupConcurrency = 1 });
        var ids = await Rig.SubmitAsync(TasksRig.New("q", "b"), TasksRig.New("q", "a"), TasksRig.New("q", "a"));
        Assert.Equal(ids[0], (await Rig.AwaitOneAsync("q")).Id);
        await Rig.Store.CancelAsync(ids[1], "no", Rig.Clock.GetUtcNow(), null, TasksRig.Cancellation);

        Assert.Empty(await Rig.ClaimAsync("q", 10));

        Assert.Equal(ids[2], (await Rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task A_claim_that_was_not_stored_leaves_its_tasks_where_they_were()
    {
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        Rig.Faults.Refuse(nameof(ILaneStore.ClaimAsync));

        Assert.Empty(await Rig.ClaimAsync("q", 2));

        Assert.Equal(ids, (await Rig.ClaimAsync("q", 2)).Select(task => task.Id));
    }

    [Fact]
    public async Task A_claim_in_an_outage_fails_and_its_tasks_are_there_after_it()
    {
        await Rig.Queue("q").SetPolicyAsync(new());
        Assert.Empty(await Rig.ClaimAsync("q"));
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        Rig.Faults.Refuse(nameof(ILaneStore.ClaimAsync));
        Rig.Faults.Refuse(nameof(ILaneStore.FindQueueAsync));

        await Assert.ThrowsAsync<IOException>(() => Rig.ClaimAsync("q", 2));

        Assert.Equal(ids, (await Rig.ClaimAsync("q", 2)).Select(task => task.Id));
    }

    [Fact]
    public async Task An_activation_whose_window_another_one_took_hands_nothing_out_and_goes()
    {
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        Assert.Equal(ids[0], (await Rig.ClaimOneAsync("q")).Id);
        var queue = (await Rig.Store.FindQueueAsync("q", TasksRig.Cancellation))!;
        await Rig.Store.TakeOverAsync(queue.Number, TasksRig.Cancellation);

        var refused = await Rig.Queue("q").ClaimAsync(new("w", 1, null, 1));

        Assert.Equal((0, true), (refused.Tasks.Count, refused.MayHaveMore));
        Assert.Equal(ids[1], (await Rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task Ends_of_which_the_queue_did_not_hear_free_their_places()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Concurrency = 1 });
        await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        var first = await Rig.ClaimOneAsync("q");
        using (Rig.Calls.Fail<ITaskQueueGrain>(nameof(ITaskQueueGrain.ChangedAsync), _ => true, new IOException("lost")))
        {
            Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(first));
            Assert.Empty(await Rig.ClaimAsync("q"));
            Assert.True(await Rig.Queue("q").WaitAsync(TimeSpan.FromSeconds(20), TasksRig.Cancellation));
        }

        await Rig.ClaimOneAsync("q");
    }

    [Fact]
    public async Task Who_does_not_wait_gets_a_task_of_which_its_queue_has_not_heard()
    {
        Assert.Empty(await Rig.ClaimLastAsync("q"));
        for (var round = 0; round < 2; round++)
        {
            // The first makes the queue.
            var id = Assert.Single(await Rig.SubmitUntoldAsync(TasksRig.New("q", $"g{round}")));
            Assert.Equal(id, Assert.Single(await Rig.ClaimLastAsync("q")).Id);
            Assert.Empty(await Rig.ClaimLastAsync("q"));
        }
    }

    [Fact]
    public async Task Who_does_not_wait_gets_the_place_of_a_task_whose_end_its_queue_has_not_heard_of()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Concurrency = 1 });
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        var first = await Rig.ClaimOneAsync("q");
        Assert.Empty(await Rig.ClaimLastAsync("q"));
        using (Rig.Calls.Fail<ITaskQueueGrain>(nameof(ITaskQueueGrain.ChangedAsync), _ => true, new IOException("lost")))
        {
            Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(first));
            Assert.Equal(ids[1], Assert.Single(await Rig.ClaimLastAsync("q")).Id);
        }
    }

    [Fact]
    public async Task A_task_of_whose_cancel_its_queue_has_not_heard_is_not_handed_out()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Concurrency = 2 });
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"), TasksRig.New("q"), TasksRig.New("q"));
        Assert.Equal(ids[0], (await Rig.ClaimOneAsync("q")).Id);
        var queue = (await Rig.Store.FindQueueAsync("q", TasksRig.Cancellation))!;
        foreach (var id in ids.Skip(1).Take(2))
        {
            await Rig.Store.CancelAsync(id, "no", Rig.Clock.GetUtcNow(), null, TasksRig.Cancellation);
        }

        var next = await Rig.Queue("q").ClaimAsync(new("w", 1, null, TaskLimits.ClaimBytes));
        Assert.Equal((0, true), (next.Tasks.Count, next.MayHaveMore));
        Assert.Equal(ids[3], (await Rig.AwaitOneAsync("q")).Id);
        Assert.Equal([ids[0], ids[3]], (await Rig.Store.ReadLeasesAsync(queue.Number, cancellationToken: TasksRig.Cancellation)).SelectMany(lease => lease.Ids).Order());
    }

    [Fact]
    public async Task A_key_gets_the_first_answer_again_also_after_a_restart()
    {
        byte[] hash = [1, 2, 3];
        NewTask[] tasks = [TasksRig.New("q"), TasksRig.New("q") with { UniqueKey = "u" }];
        await Rig.SubmitAsync(TasksRig.New("q") with { UniqueKey = "u" });
        var first = (await Rig.Lane.SubmitOnceAsync(tasks, "k", hash)).Tasks!;
        Assert.Equal([false, true], first.Select(task => task.Existing));

        await Rig.DownAsync();
        await Rig.UpAsync();

        Assert.Equal(first, (await Rig.Lane.SubmitOnceAsync(tasks, "k", hash)).Tasks);
        Assert.Equal((null, true), (await Rig.Lane.SubmitOnceAsync(tasks, "k", [9])) is var other ? (other.Tasks, other.OtherBody) : default);
        Assert.NotEqual(first, (await Rig.Lane.SubmitOnceAsync([.. tasks.Select(task => task with { Owner = "o" })], "k", [9])).Tasks);
        Assert.Equal(3, (await Rig.ClaimAsync("q", 10)).Count);
    }

    [Fact]
    public async Task A_key_is_kept_for_a_day_and_is_free_after_it()
    {
        byte[] hash = [1, 2, 3];
        NewTask[] tasks = [TasksRig.New("q")];
        var first = (await Rig.Lane.SubmitOnceAsync(tasks, "k", hash)).Tasks!;
        await LaterAsync(TimeSpan.FromHours(23.9));
        Assert.Equal(first, (await Rig.Lane.SubmitOnceAsync(tasks, "k", hash)).Tasks);

        await LaterAsync(TimeSpan.FromHours(0.2));
        await Eventually.IsAsync(async () => (await Rig.Lane.SubmitOnceAsync(tasks, "k", [9])).Tasks is { } other && other[0].Id != first[0].Id);

        // A node that begins looks for old keys at once.
        async Task LaterAsync(TimeSpan time)
        {
            await Rig.DownAsync();
            Rig.Clock.Advance(time);
            await Rig.UpAsync();
            var sums = Rig.Faults.Calls(nameof(ILaneStore.FoldAsync));
            await Eventually.IsAsync(() => Task.FromResult(Rig.Faults.Calls(nameof(ILaneStore.FoldAsync)) > sums + 1));
        }
    }

    [Fact]
    public async Task Who_could_not_renew_in_an_outage_has_time_for_it_after_it()
    {
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));
        var held = await Rig.ClaimOneAsync("q", lease: TimeSpan.FromSeconds(10));
        Rig.Faults.GoAway(nameof(ILaneStore.SweepAsync));

        // After one that failed there is none while the clock stands: the second is after the lease has run out.
        await Eventually.IsAsync(() => Task.FromResult(Rig.Faults.Missed(nameof(ILaneStore.SweepAsync)) == 1));
        Rig.Clock.Advance(TimeSpan.FromSeconds(11));
        await Eventually.IsAsync(() =>
        {
            if (Rig.Faults.Missed(nameof(ILaneStore.SweepAsync)) >= 2)
            {
                return Task.FromResult(true);
            }

            // The upkeep may have looked at the clock only after it was set.
            Rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(false);
        });
        Rig.Faults.Return(nameof(ILaneStore.SweepAsync));

        // Whole looks of the upkeep, of which each ends with the sums.
        var looks = Rig.Faults.Calls(nameof(ILaneStore.FoldAsync));
        await Eventually.IsAsync(() => Task.FromResult(Rig.Faults.Calls(nameof(ILaneStore.FoldAsync)) > looks + 2));
        Assert.Equal(WorkStatus.Running, (await Rig.ViewAsync(id)).Status);
        Assert.Equal(TaskOutcome.Ok, (await Rig.Lane.RenewAsync([new(held.Id, held.LeaseNumber)], null))[0].Outcome);

        Rig.Clock.Advance(TimeSpan.FromSeconds(11));
        await Rig.HasStatusAsync(id, WorkStatus.Queued);
    }

    [Fact]
    public async Task A_cancelled_task_is_handed_out_no_more_and_its_holder_hears_of_it()
    {
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"), TasksRig.New("q"));
        var held = await Rig.ClaimOneAsync("q");

        Assert.Equal(ActOutcome.Accepted, await Rig.Task(ids[0]).CancelAsync("no"));
        Assert.Equal(ActOutcome.Accepted, await Rig.Task(ids[1]).CancelAsync("no"));
        Assert.Equal(ActOutcome.Conflict, await Rig.Task(ids[1]).CancelAsync("no"));

        Assert.Equal(ids[2], (await Rig.ClaimOneAsync("q")).Id);
        Assert.Equal(TaskOutcome.Cancelled, (await Rig.Lane.RenewAsync([new(held.Id, held.LeaseNumber)], null))[0].Outcome);
        Assert.Equal(TaskOutcome.Cancelled, await Rig.CompleteAsync(held));
        Assert.Equal(ActOutcome.Accepted, await Rig.Task(ids[1]).DeleteAsync());
        Assert.Null(await Rig.Task(ids[1]).GetTaskAsync());
        Assert.Equal(ActOutcome.Accepted, await Rig.Task(ids[0]).ResetAsync());
        Assert.Equal(ids[0], (await Rig.AwaitOneAsync("q")).Id);
    }
}
