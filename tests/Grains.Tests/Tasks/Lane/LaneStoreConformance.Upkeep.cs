namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task What_ended_longer_ago_than_its_queue_keeps_it_is_removed()
    {
        var forever = await Store.OpenQueueAsync("forever", Cancellation);
        await Store.WritePolicyAsync(forever.Number, new() { Retention = new(null, null) }, Cancellation);
        await Store.WritePolicyAsync(Queue.Number, new() { Retention = new(TimeSpan.FromHours(1), TimeSpan.FromHours(3)) }, Cancellation);
        await EndAsync(1, 2, 3, 4);
        await SubmitAsync(New(5), New(6, queue: forever.Number));
        await Store.CancelAsync(6, "no", Now, cancellationToken: Cancellation);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await RemoveAsync());
        await EndAsync(11, 12, 13, 14);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, await RemoveAsync());
        Assert.Equal([14, 13, 12, 11, 6, 5, 4, 2], await IdsAsync());

        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(4, await RemoveAsync());
        Assert.Equal([14, 12, 6, 5], await IdsAsync());
        Assert.Equal("queued 1, failed 1, timedout 1", await CountsAsync());
        Assert.Equal("cancelled 1", await CountsAsync(forever.Number));
        Assert.Null(await Store.FindAsync(1, Cancellation));
        Assert.Empty(await Store.ReadAttemptsAsync(2, Cancellation));

        // One of each end.
        async Task EndAsync(long completed, long failed, long cancelled, long late)
        {
            await SubmitAsync(New(completed), New(failed), New(cancelled), New(late, task => task with { Deadline = Now }));
            var lease = await ClaimedAsync(completed, failed);
            await CompleteAsync(completed, lease);
            await FailAsync(failed, lease, retry: false);
            await Store.CancelAsync(cancelled, "no", Now, cancellationToken: Cancellation);
            await SweepAsync();
        }

        async Task<IEnumerable<long>> IdsAsync() => (await Store.ListAsync(new(), Cancellation)).Select(item => item.View.Id);

        async Task<int> RemoveAsync()
        {
            var removed = 0;
            while ((await Store.RemoveExpiredAsync(Now, 1000, Cancellation)).Values.Sum() is > 0 and var more)
            {
                removed += more;
            }

            return removed;
        }
    }

    [Fact]
    public async Task Removal_goes_on_until_nothing_is_left()
    {
        await Store.WritePolicyAsync(Queue.Number, new() { Retention = new(TimeSpan.FromSeconds(1), null) }, Cancellation);
        var ids = Enumerable.Range(1, 250).Select(id => (long)id).ToArray();
        await SubmitAsync(ids);
        var lease = await ClaimedAsync(ids);
        await Store.CompleteAsync([.. ids.Select(id => new TaskCompletion(id, lease))], Now, Cancellation);
        Time.Advance(TimeSpan.FromDays(2));
        await Store.FoldAsync(Now, Cancellation);
        var removed = 0;
        while ((await Store.RemoveExpiredAsync(Now, 100, Cancellation)).Values.Sum() is > 0 and var more)
        {
            removed += more;
        }

        Assert.Equal(250, removed);
        Assert.Equal("", await CountsAsync());
        Assert.Empty(await Store.ListAsync(new(), Cancellation));
    }

    [Fact]
    public async Task A_unique_key_that_holds_for_a_time_outlives_the_task()
    {
        await Store.WritePolicyAsync(Queue.Number, new() { Retention = new(TimeSpan.FromSeconds(1), null) }, Cancellation);
        await SubmitAsync(New(1, task => task with { UniqueKey = "k", UniqueUntil = Now.AddDays(3) }), New(2, task => task with { UniqueKey = "l" }));
        var lease = await ClaimedAsync(1, 2);
        await CompleteAsync(1, lease);
        await CompleteAsync(2, lease);
        Time.Advance(TimeSpan.FromDays(2));
        await Store.FoldAsync(Now, Cancellation);
        while ((await Store.RemoveExpiredAsync(Now, 100, Cancellation)).Count > 0)
        {
        }

        Assert.Null(await Store.FindAsync(1, Cancellation));
        Assert.Equal(
            [new(1, true), new(4, false)],
            await Store.SubmitAsync([New(3, task => task with { UniqueKey = "k" }), New(4, task => task with { UniqueKey = "l" })], Cancellation));
        Time.Advance(TimeSpan.FromDays(1));
        await SubmitAsync(New(5, task => task with { UniqueKey = "k" }));
    }
}
