using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task Counts_are_of_a_queue_or_of_all()
    {
        var other = await Store.OpenQueueAsync("other", Cancellation);
        await SubmitAsync(New(1), New(2), New(3, queue: other.Number));
        await CompleteAsync(1, await ClaimedAsync(1));
        await AssertAsync();
        await Store.FoldAsync(Now, Cancellation);
        await Store.FoldAsync(Now, Cancellation);
        await AssertAsync();

        async Task AssertAsync()
        {
            Assert.Equal(("queued 1, completed 1", "queued 1", ""), (await CountsAsync(), await CountsAsync(other.Number), await CountsAsync(999)));
            var all = await Store.CountAsync(null, Cancellation);
            Assert.Equal((2, 0, 1), (all[WorkStatus.Queued], all.GetValueOrDefault(WorkStatus.Running), all[WorkStatus.Completed]));
        }
    }

    [Fact]
    public async Task What_waits_and_what_is_out_are_told_of_all_queues_together()
    {
        var other = await Store.OpenQueueAsync("other", Cancellation);
        await SubmitAsync(New(1), New(2), New(3), New(4, queue: other.Number), New(5, task => task with { NotBefore = Now.AddHours(1) }));
        await CompleteAsync(1, await ClaimedAsync(1));
        await ClaimedAsync(2);
        await AssertAsync();
        await Store.FoldAsync(Now, Cancellation);
        await AssertAsync();

        async Task AssertAsync() => Assert.Equal(
            [new(Queue.Number, 2, 1), new(other.Number, 1, 0)], await Store.ReadBacklogsAsync(Cancellation));
    }

    [Fact]
    public async Task What_happens_is_counted_by_the_minute()
    {
        await SubmitAsync(1, 2, 3, 4, 5);
        var lease = await ClaimedAsync(1, 2, 3, 4);
        Time.Advance(TimeSpan.FromSeconds(30));
        await CompleteAsync(1, lease);
        await FailAsync(2, lease);
        await FailAsync(3, lease, retry: false);
        Time.Advance(TimeSpan.FromSeconds(30));
        await SweepAsync();
        await Store.CancelAsync(5, "no", Now, cancellationToken: Cancellation);
        var (first, second) = (Now.AddMinutes(-1), Now);
        RatePoint[] expected =
        [
            new(first, "completed", 1), new(first, "created", 5), new(first, "failed", 1), new(first, "leased", 4), new(first, "requeued", 1),
            new(second, "cancelled", 1), new(second, "requeued", 1),
        ];
        await AssertAsync();
        await Store.FoldAsync(Now, Cancellation);
        await AssertAsync();
        Assert.All(await Store.ReadRatesAsync(Queue.Number, second, Cancellation), point => Assert.Equal(second, point.Minute));

        // Kept for the week that people look back to, not for ever.
        Time.Advance(TimeSpan.FromDays(8));
        await Store.FoldAsync(Now, Cancellation);
        await AssertAsync();
        Time.Advance(TimeSpan.FromDays(30));
        await Store.FoldAsync(Now, Cancellation);
        Assert.Empty(await Store.ReadRatesAsync(Queue.Number, first, Cancellation));

        async Task AssertAsync() => Assert.Equal(
            expected,
            (await Store.ReadRatesAsync(Queue.Number, first, Cancellation)).OrderBy(point => point.Minute).ThenBy(point => point.Event, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_worker_is_known_by_what_it_held_and_did()
    {
        var start = Now;
        await SubmitAsync(1, 2, 3, 4, 5, 6);
        var lease = await ClaimedAsync(1, 2, 3, 4, 5);
        Time.Advance(TimeSpan.FromSeconds(10));
        await Store.ClaimAsync(Claim(6) with { Worker = "bob" }, Cancellation);
        await CompleteAsync(1, lease);
        await FailAsync(2, lease);
        await RenewAsync(5, lease);
        await Store.CancelAsync(4, "no", Now, cancellationToken: Cancellation);
        Time.Advance(TimeSpan.FromSeconds(55));
        await SweepAsync();
        await AssertAsync();
        await Store.FoldAsync(Now, Cancellation);
        await AssertAsync();
        Assert.Single(await Store.ReadWorkersAsync(Queue.Number, 1, Cancellation));
        Assert.Empty(await Store.ReadWorkersAsync(999, 10, Cancellation));

        async Task AssertAsync()
        {
            var workers = (await Store.ReadWorkersAsync(Queue.Number, 10, Cancellation)).OrderBy(worker => worker.Owner).ToList();
            Assert.Equal(
                [new("ann", start, start.AddSeconds(10), 1, 1, 1, 1), new("bob", start.AddSeconds(10), start.AddSeconds(10), 1, 0, 0, 0)], workers);
        }
    }

    [Fact]
    public async Task Two_lanes_lose_no_count()
    {
        var stores = new[] { Store, await OpenLaneAsync() };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var store = stores[i % 2];
            var ids = Enumerable.Range((i * 10) + 1, 10).Select(id => (long)id).ToArray();
            await store.SubmitAsync([.. ids.Select(id => New(id))], Cancellation);
            var lease = (await store.ClaimAsync(Claim(ids), Cancellation))!.Value.Number;
            await store.CompleteAsync([.. ids[..6].Select(id => new TaskCompletion(id, lease))], Now, Cancellation);
            await store.FailAsync([.. ids[6..9].Select(id => new TaskFailure(id, lease, "x"))], Decide, Now, Cancellation);
            await store.FoldAsync(Now, Cancellation);
        })));
        Assert.Equal("queued 60, running 20, completed 120", await CountsAsync());
        var worker = Assert.Single(await Store.ReadWorkersAsync(Queue.Number, 10, Cancellation));
        Assert.Equal((20, 120, 60), (worker.Held, worker.Completed, worker.Failed));
        Assert.Equal(20, (await OutAsync()).Count);
    }
}
