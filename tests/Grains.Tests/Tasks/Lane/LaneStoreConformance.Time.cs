using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task What_has_run_out_is_taken_back()
    {
        await SubmitAsync(New(1, task => task with { GroupKey = "g" }, rank: 4), New(2));
        var lease = await ClaimedAsync(1);
        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await SweepAsync());
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new(1, Queue.Number, 4, "g", lease, WorkStatus.Queued, null)], await SweepAsync());

        Assert.Equal([2, 1], await ReadyAsync());
        Assert.Equal((1, lease, "LeaseLost"), ((await FoundAsync(1)).Attempt, (await FoundAsync(1)).LeaseNumber, (await FoundAsync(1)).Error));
        var attempt = Assert.Single(await Store.ReadAttemptsAsync(1, Cancellation));
        Assert.Equal((lease, AttemptOutcome.Expired, Now), (attempt.LeaseNumber, attempt.Outcome, attempt.EndedAt));
        Assert.Equal("queued 2", await CountsAsync());
    }

    [Fact]
    public async Task An_attempt_whose_time_is_over_ends_however_often_it_is_renewed()
    {
        await SubmitAsync(New(1, task => task with { MaxAttempts = 2 }));
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var lease = (await Store.ClaimAsync(Claim() with { Parts = [new(Now.AddSeconds(90), [1])] }, Cancellation))!.Value.Number;
            Time.Advance(TimeSpan.FromSeconds(50));
            await RenewAsync(1, lease);
            Time.Advance(TimeSpan.FromSeconds(39));
            Assert.Empty(await SweepAsync());
            Time.Advance(TimeSpan.FromSeconds(1));
            var status = attempt == 1 ? WorkStatus.Queued : WorkStatus.TimedOut;
            Assert.Equal([new(1, Queue.Number, 0, "", lease, status, null)], await SweepAsync());
            Assert.Equal(attempt == 1 ? TaskOutcome.Stale : TaskOutcome.Cancelled, (await CompleteAsync(1, lease)).Outcome);
        }

        Assert.Equal("timedout 1", await CountsAsync());
        Assert.All(await Store.ReadAttemptsAsync(1, Cancellation), ended => Assert.Equal(AttemptOutcome.TimedOut, ended.Outcome));
    }

    [Fact]
    public async Task A_lost_last_attempt_ends_the_task()
    {
        await SubmitAsync(New(1, task => task with { MaxAttempts = 1 }));
        var lease = await ClaimedAsync(1);
        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([new(1, Queue.Number, 0, "", lease, WorkStatus.Failed, null)], await SweepAsync());
        Assert.Equal(new(TaskOutcome.Stale, Status: WorkStatus.Failed), await CompleteAsync(1, lease));
        var attempt = Assert.Single(await Store.ReadAttemptsAsync(1, Cancellation));
        Assert.Equal(AttemptOutcome.Expired, attempt.Outcome);
        Assert.Equal("failed 1", await CountsAsync());
    }

    [Fact]
    public async Task A_deadline_ends_a_task_wherever_it_is()
    {
        NewTask Soon(NewTask task) => task with { Deadline = Now.AddSeconds(30), UniqueKey = $"k{task.Payload[5]}" };
        await SubmitAsync(New(1, Soon), New(2, Soon), New(3, task => Soon(task) with { NotBefore = Now.AddHours(1) }), New(4));
        var lease = await ClaimedAsync(2);
        Time.Advance(TimeSpan.FromSeconds(30));
        var changes = await SweepAsync();
        Assert.Equal([(1, 0), (2, lease), (3, 0)], changes.Select(change => (change.Id, change.LeaseNumber)).Order());
        Assert.All(changes, change => Assert.Equal((WorkStatus.TimedOut, null), (change.Status, change.NotBefore)));

        Assert.Equal("queued 1, timedout 3", await CountsAsync());
        Assert.Equal((1, Now), ((await FoundAsync(2)).Attempt, (await FoundAsync(2)).FinishedAt));
        Assert.NotEmpty((await FoundAsync(1)).Error!);
        Assert.Equal(new(TaskOutcome.Cancelled, Status: WorkStatus.TimedOut), await CompleteAsync(2, lease));
        Assert.Equal([AttemptOutcome.TimedOut], (await Store.ReadAttemptsAsync(2, Cancellation)).Select(attempt => attempt.Outcome));
        Assert.Empty(await Store.ReadAttemptsAsync(1, Cancellation));
        Assert.Empty(await OutAsync());
    }

    [Fact]
    public async Task What_was_delayed_becomes_ready_at_its_time()
    {
        await SubmitAsync(New(1, task => task with { NotBefore = Now.AddSeconds(10), GroupKey = "g" }, rank: 1), New(2, task => task with { NotBefore = Now.AddSeconds(20) }));
        Time.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.Empty(await SweepAsync());
        Assert.Empty(await ReadyAsync());
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([new(1, Queue.Number, 1, "g", 0, WorkStatus.Queued, null)], await SweepAsync());
        Assert.Equal([1], await ReadyAsync());
        Assert.Equal("queued 2", await CountsAsync());
    }

    [Fact]
    public async Task A_sweep_says_when_it_may_have_more()
    {
        await SubmitAsync([.. Enumerable.Range(1, 30).Select(id => New(id, task => task with { NotBefore = Now.AddSeconds(1) }))]);
        Time.Advance(TimeSpan.FromSeconds(1));
        var ids = new HashSet<long>();
        for (var round = 0; round < 10; round++)
        {
            var sweep = await Store.SweepAsync(Decide, Now, 8, Cancellation);
            ids.UnionWith(sweep.Changes.Select(change => change.Id));
            if (!sweep.MayHaveMore)
            {
                break;
            }
        }

        Assert.Equal(30, ids.Count);
        Assert.False((await Store.SweepAsync(Decide, Now, 8, Cancellation)).MayHaveMore);
    }

    [Fact]
    public async Task Two_that_sweep_at_once_do_each_task_once()
    {
        var ids = Enumerable.Range(1, 300).Select(id => (long)id).ToArray();
        await SubmitAsync([.. ids.Select(id => New(id, task => task with
        {
            NotBefore = id <= 100 ? Now.AddSeconds(1) : null,
            Deadline = id > 200 ? Now.AddSeconds(1) : null,
        }))]);
        await ClaimedAsync([.. ids.Where(id => id > 100)]);
        Time.Advance(TimeSpan.FromSeconds(60));
        var other = await OpenLaneAsync();
        var sweeps = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => Task.Run(() => (i % 2 == 0 ? Store : other).SweepAsync(Decide, Now, 40, Cancellation))));
        Assert.Equal(ids, sweeps.SelectMany(sweep => sweep.Changes).Select(change => change.Id).Concat(await RestAsync()).Order());
        Assert.Equal("queued 200, timedout 100", await CountsAsync());
        Assert.Empty(await OutAsync());
        Assert.All(ids[100..], id => Assert.NotEqual(0, id));

        // What both found taken was left to the other one; a last sweep finds what is left of it.
        async Task<IEnumerable<long>> RestAsync() => (await SweepAsync()).Select(change => change.Id);
    }
}
