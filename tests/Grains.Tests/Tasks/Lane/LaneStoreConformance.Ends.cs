using System.Text;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task A_completed_task_is_history_and_its_result_is_accepted_once()
    {
        await SubmitAsync(New(1, task => task with { GroupKey = "g" }, rank: -5), New(2));
        var lease = await ClaimedAsync(1, 2);
        Assert.Equal(new(TaskOutcome.Ok, Queue.Number, -5, "g", WorkStatus.Completed), await CompleteAsync(1, lease, "1"));

        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new(TaskOutcome.Ok, null, 0, "", WorkStatus.Completed), await CompleteAsync(1, lease, "2"));
        Assert.Equal("1", Encoding.UTF8.GetString((await FoundAsync(1)).Result!));
        Assert.Equal(Now.AddSeconds(-1), (await FoundAsync(1)).FinishedAt);
        Assert.Equal("running 1, completed 1", await CountsAsync());
        Assert.Equal([2], await OutAsync());
        Assert.Empty(await ReadyAsync());
    }

    [Fact]
    public async Task Each_of_a_batch_is_answered_in_order_and_one_that_is_named_twice_ends_once()
    {
        await SubmitAsync(1, 2, 3);
        var lease = await ClaimedAsync(1, 2, 3);
        var ended = await Store.CompleteAsync([new(3, lease), new(9, lease), new(1, lease), new(2, lease + 1), new(3, lease, [1])], Now, Cancellation);
        Assert.Equal(
            [TaskOutcome.Ok, TaskOutcome.Unknown, TaskOutcome.Ok, TaskOutcome.Stale, TaskOutcome.Ok], ended.Select(end => end.Outcome));
        Assert.Equal([Queue.Number, null, Queue.Number, null, null], ended.Select(end => end.Queue));
        Assert.Equal([WorkStatus.Completed, null, WorkStatus.Completed, WorkStatus.Running, WorkStatus.Completed], ended.Select(end => end.Status));
        Assert.Null((await FoundAsync(3)).Result);
        Assert.Equal("running 1, completed 2", await CountsAsync());
    }

    [Fact]
    public async Task Each_task_of_a_batch_has_its_own_result()
    {
        await SubmitAsync(1, 2, 3, 4, 5, 6);
        var (first, second) = (await ClaimedAsync(1, 2, 4), await ClaimedAsync(3, 5, 6));
        byte[]?[] results = [[1, 0, 255], null, [], new byte[70_000], "\"ü\""u8.ToArray(), [9]];
        long[] order = [4, 6, 1, 2, 5, 3];
        await Store.CompleteAsync([.. order.Select(id => new TaskCompletion(id, id is 1 or 2 or 4 ? first : second, results[id - 1]))], Now, Cancellation);
        foreach (var id in order)
        {
            var task = await FoundAsync(id);
            Assert.Equal((WorkStatus.Completed, id is 1 or 2 or 4 ? first : second, 1), (task.Status, task.LeaseNumber, task.Attempt));
            Assert.Equal(results[id - 1], task.Result);
        }
    }

    [Fact]
    public async Task After_a_lease_was_taken_back_acts_under_it_change_nothing()
    {
        await SubmitAsync(1);
        var old = await ClaimedAsync(1);
        Time.Advance(TimeSpan.FromSeconds(60));
        await SweepAsync();
        await AssertRefusedAsync();
        Assert.Equal((WorkStatus.Queued, 1), ((await FoundAsync(1)).Status, (await FoundAsync(1)).Attempt));

        var lease = await ClaimedAsync(1);
        Assert.True(lease > old);
        await AssertRefusedAsync();
        Assert.Equal((WorkStatus.Running, lease), ((await FoundAsync(1)).Status, (await FoundAsync(1)).LeaseNumber));

        await CompleteAsync(1, lease, "1");
        await AssertRefusedAsync();
        Assert.Equal("1", Encoding.UTF8.GetString((await FoundAsync(1)).Result!));
        Assert.Equal("completed 1", await CountsAsync());

        async Task AssertRefusedAsync()
        {
            Assert.Equal((TaskOutcome.Stale, null), ((await CompleteAsync(1, old)).Outcome, (await CompleteAsync(1, old)).Queue));
            Assert.Equal((TaskOutcome.Stale, null), ((await FailAsync(1, old)).Outcome, (await FailAsync(1, old)).Queue));
            Assert.Equal(new(TaskOutcome.Stale), await RenewAsync(1, old));
        }
    }

    [Fact]
    public async Task A_lease_that_has_run_out_counts_while_nobody_took_it_back()
    {
        await SubmitAsync(1, 2);
        var lease = await ClaimedAsync(1, 2);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TaskOutcome.Ok, (await CompleteAsync(1, lease)).Outcome);
        Assert.Equal((TaskOutcome.Ok, WorkStatus.Queued), ((await FailAsync(2, lease)).Outcome, (await FoundAsync(2)).Status));
        Assert.Empty(await SweepAsync());
    }

    [Fact]
    public async Task Acts_on_a_task_that_was_cancelled_meanwhile_say_so()
    {
        await SubmitAsync(1, 2);
        var lease = await ClaimedAsync(1, 2);
        await Store.CancelAsync(1, "not needed", Now, cancellationToken: Cancellation);
        Assert.Equal(new(TaskOutcome.Cancelled, Status: WorkStatus.Cancelled), await CompleteAsync(1, lease));
        Assert.Equal(new(TaskOutcome.Cancelled, Status: WorkStatus.Cancelled), await FailAsync(1, lease));
        Assert.Equal(new(TaskOutcome.Cancelled), await RenewAsync(1, lease));
        Assert.Equal(TaskOutcome.Ok, (await CompleteAsync(2, lease)).Outcome);
        Assert.Equal("completed 1, cancelled 1", await CountsAsync());
    }

    [Fact]
    public async Task A_failed_attempt_is_tried_again_as_the_rule_says()
    {
        await SubmitAsync(New(1, task => task with { GroupKey = "g" }, rank: 2));
        var lease = await ClaimedAsync(1);
        Assert.Equal(
            new(TaskOutcome.Ok, Queue.Number, 2, "g", WorkStatus.Queued, Now.AddSeconds(5)), await FailAsync(1, lease, retryAfter: TimeSpan.FromSeconds(5)));

        var task = await FoundAsync(1);
        Assert.Equal((WorkStatus.Queued, 1, "broken", lease, "ann"), (task.Status, task.Attempt, task.Error, task.LeaseNumber, task.Worker));
        Assert.Equal(Now.AddSeconds(5), task.NotBefore);
        Assert.Empty(await ReadyAsync());
        Assert.Empty(await OutAsync());
        Assert.Equal([new(lease, "ann", Now, Now, AttemptOutcome.Failed, "broken")], await Store.ReadAttemptsAsync(1, Cancellation));
        Assert.Equal("queued 1", await CountsAsync());
    }

    [Fact]
    public async Task A_failure_that_is_said_twice_is_answered_as_the_first_time()
    {
        await SubmitAsync(1);
        var first = await ClaimedAsync(1);
        await FailAsync(1, first, retryAfter: TimeSpan.FromSeconds(5));
        var again = new LaneEnded(TaskOutcome.Ok, Status: WorkStatus.Queued, NotBefore: Now.AddSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(again, await FailAsync(1, first, retryAfter: TimeSpan.FromSeconds(9)));

        await SweepAsync();
        var second = await ClaimedAsync(1);
        Assert.Equal(again, await FailAsync(1, first));
        Assert.Equal((WorkStatus.Running, second), ((await FoundAsync(1)).Status, (await FoundAsync(1)).LeaseNumber));
        await FailAsync(1, second, retry: false);
        Assert.Equal(new(TaskOutcome.Ok, Status: WorkStatus.Failed), await FailAsync(1, second, retry: false));
        Assert.Equal(again, await FailAsync(1, first));
        Assert.Equal(TaskOutcome.Stale, (await CompleteAsync(1, second)).Outcome);
        Assert.Equal(2, (await Store.ReadAttemptsAsync(1, Cancellation)).Count);
        Assert.Equal("failed 1", await CountsAsync());
    }

    [Fact]
    public async Task The_last_attempt_ends_the_task_and_so_does_a_failure_for_good()
    {
        await SubmitAsync(New(1, task => task with { MaxAttempts = 2 }), New(2));
        await FailAsync(1, await ClaimedAsync(1));
        var last = await ClaimedAsync(1, 2);
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(WorkStatus.Failed, (await FailAsync(1, last)).Status);
        Assert.Equal(WorkStatus.Failed, (await FailAsync(2, last, retry: false)).Status);

        var task = await FoundAsync(1);
        Assert.Equal((WorkStatus.Failed, 2, "broken", last, Now), (task.Status, task.Attempt, task.Error, task.LeaseNumber, task.FinishedAt));
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Failed], (await Store.ReadAttemptsAsync(1, Cancellation)).Select(attempt => attempt.Outcome));
        Assert.Equal(new(TaskOutcome.Stale, Status: WorkStatus.Failed), await CompleteAsync(1, last));
        Assert.Equal("failed 2", await CountsAsync());
    }

    [Fact]
    public async Task The_rule_is_told_what_was_spent()
    {
        var seen = new List<LaneAttempt>();
        LaneVerdict Rule(LaneAttempt attempt, LaneEnd end, string? error, TimeSpan? retryAfter, DateTimeOffset now)
        {
            seen.Add(attempt);
            return new(end == LaneEnd.FailedForGood ? WorkStatus.Failed : WorkStatus.Queued, null, "why");
        }

        await SubmitAsync(New(1, task => task with { MaxAttempts = 9, Deadline = Now.AddDays(1) }));
        var deadline = Now.AddDays(1);
        await Store.FailAsync([new(1, await ClaimedAsync(1), "a")], Rule, Now, Cancellation);
        await ClaimedAsync(1);
        Time.Advance(TimeSpan.FromSeconds(60));
        await Store.SweepAsync(Rule, Now, 10, Cancellation);
        await Store.FailAsync([new(1, await ClaimedAsync(1), "c", false)], Rule, Now, Cancellation);
        await Store.RetryAsync(1, Now, cancellationToken: Cancellation);
        await ClaimedAsync(1);
        Time.Advance(TimeSpan.FromSeconds(60));
        await Store.SweepAsync(Rule, Now, 10, Cancellation);

        LaneAttempt Attempt(int attempts, int spent, int lost) => new(1, Queue.Number, attempts, spent, lost, 9, "ann", deadline);
        Assert.Equal([Attempt(1, 1, 0), Attempt(2, 2, 1), Attempt(3, 3, 1), Attempt(4, 1, 1)], seen);
        Assert.Equal("why", (await FoundAsync(1)).Error);
    }

    [Fact]
    public async Task A_rule_that_throws_changes_nothing_and_fails_no_neighbour()
    {
        await SubmitAsync(1, 2);
        var lease = await ClaimedAsync(1, 2);
        var broken = Task.Run(() => Store.FailAsync([new(1, lease, "x")], (_, _, _, _, _) => throw new InvalidOperationException("no"), Now, Cancellation));
        var other = Task.Run(() => CompleteAsync(2, lease));
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken);
        Assert.Equal(TaskOutcome.Ok, (await other).Outcome);
        Assert.Equal([1], await OutAsync());
        Assert.Equal("running 1, completed 1", await CountsAsync());
    }

    [Fact]
    public async Task Of_ends_that_come_at_once_one_takes_effect()
    {
        var ids = Enumerable.Range(1, 50).Select(id => (long)id).ToArray();
        await SubmitAsync(ids);
        var lease = await ClaimedAsync(ids);
        Time.Advance(TimeSpan.FromSeconds(60));
        var stores = new[] { Store, await OpenLaneAsync() };
        var ends = await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, 6).Select(i => Task.Run(async () => (Id: id, End: i switch
        {
            < 3 => (await stores[i % 2].CompleteAsync([new(id, lease)], Now, Cancellation)).Single().Queue is not null,
            3 => (await stores[0].FailAsync([new(id, lease, "x", false)], Decide, Now, Cancellation)).Single().Queue is not null,
            4 => (await stores[1].CancelAsync(id, "no", Now, cancellationToken: Cancellation)).Outcome == ActOutcome.Accepted,
            _ => (await stores[0].SweepAsync((_, _, _, _, _) => new(WorkStatus.Failed, null, "lost"), Now, 1, Cancellation)).Changes.Count > 100,
        })))));

        // Every end but a sweep's says itself that it took effect.
        var counts = await Store.CountAsync(Queue.Number, Cancellation);
        Assert.Equal(50, counts[WorkStatus.Completed] + counts[WorkStatus.Failed] + counts[WorkStatus.Cancelled]);
        Assert.All(ends.GroupBy(end => end.Id), task => Assert.InRange(task.Count(end => end.End), 0, 1));
        foreach (var id in ids)
        {
            var status = (await FoundAsync(id)).Status;
            Assert.True(status.IsTerminal());
            Assert.Single(await Store.ReadAttemptsAsync(id, Cancellation));
        }
    }

    [Fact]
    public async Task The_last_hundred_attempts_of_a_task_are_kept()
    {
        await SubmitAsync(New(1, task => task with { MaxAttempts = 1000 }));
        var leases = new List<long>();
        for (var i = 0; i < 104; i++)
        {
            leases.Add(await ClaimedAsync(1));
            await FailAsync(1, leases[^1]);
        }

        Assert.Equal(leases[^100..], (await Store.ReadAttemptsAsync(1, Cancellation)).Select(attempt => attempt.LeaseNumber));
        Assert.Equal(104, (await FoundAsync(1)).Attempt);
    }

    [Fact]
    public async Task Attempts_are_told_from_the_oldest_to_the_end()
    {
        await SubmitAsync(1);
        var first = await ClaimedAsync(1);
        await FailAsync(1, first);
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = await ClaimedAsync(1);
        Time.Advance(TimeSpan.FromSeconds(1));
        await CompleteAsync(1, second);
        AttemptView[] expected =
        [
            new(first, "ann", Now.AddSeconds(-2), Now.AddSeconds(-2), AttemptOutcome.Failed, "broken"),
            new(second, "ann", Now.AddSeconds(-1), Now, AttemptOutcome.Completed, null),
        ];
        Assert.Equal(expected, await Store.ReadAttemptsAsync(1, Cancellation));

        await Store.RetryAsync(1, Now, cancellationToken: Cancellation);
        Assert.Equal(expected, await Store.ReadAttemptsAsync(1, Cancellation));
        await Store.CancelAsync(1, "no", Now, cancellationToken: Cancellation);
        Assert.Equal(expected, await Store.ReadAttemptsAsync(1, Cancellation));
        Assert.Equal(TaskOutcome.Ok, (await CompleteAsync(1, second)).Outcome);
        Assert.Equal(TaskOutcome.Stale, (await RenewAsync(1, second)).Outcome);
        Assert.Empty(await Store.ReadAttemptsAsync(2, Cancellation));
    }
}
