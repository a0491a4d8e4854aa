using Switchyard.Hosting;
using Switchyard.Work.Store;

namespace Switchyard.Work;

public sealed class QueueWaitingTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-queue-").FullName;
    private TestNode _node = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IQueueGrain Queue => _node.Grains.GetGrain<IQueueGrain>("q");

    public async ValueTask InitializeAsync() => _node = await TestNode.StartAsync(new StorageOptions { DataDirectory = _directory });

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task What_is_at_the_head_is_seen_and_stays_until_it_is_taken()
    {
        await InsertAsync(1);
        await InsertAsync(2);
        await Queue.OfferAsync([new(0, 1), new(0, 2)]);

        Assert.Equal([new QueueEntry(0, 1)], (await Queue.PeekAsync(1)).Entries);
        Assert.Equal([new(0, 1), new QueueEntry(0, 2)], (await Queue.PeekAsync(10)).Entries);
        Assert.True(await Queue.WaitAsync(TimeSpan.Zero, Cancellation));
        Assert.Equal([new(0, 1), new QueueEntry(0, 2)], (await Queue.TakeAsync(10)).Entries);
        Assert.Equal((0, false, false), (await Queue.PeekAsync(10)) is var none ? (none.Entries.Count, none.Paused, none.MayHaveMore) : default);
    }

    [Fact]
    public async Task Nothing_to_take_is_answered_when_the_time_is_over()
    {
        Assert.False(await Queue.WaitAsync(TimeSpan.Zero, Cancellation));
        Assert.False(await Queue.WaitAsync(TimeSpan.FromMilliseconds(50), Cancellation));
    }

    [Fact]
    public async Task All_that_wait_are_woken_by_an_offer()
    {
        var waiting = await WaitingAsync(3);

        await InsertAsync(1);
        await Queue.OfferAsync([new(0, 1)]);

        Assert.All(await Task.WhenAll(waiting), Assert.True);
    }

    [Fact]
    public async Task A_row_that_nobody_offered_wakes_who_waits_when_the_head_is_read_again()
    {
        var waiting = await WaitingAsync(1);

        await InsertAsync(1);
        await Queue.RefillAsync();

        Assert.True(await waiting[0]);
    }

    [Fact]
    public async Task A_paused_queue_wakes_nobody_until_it_is_resumed()
    {
        await Queue.PauseAsync("ops", "upgrade");
        await InsertAsync(1);
        await Queue.OfferAsync([new(0, 1)]);
        Assert.True((await Queue.PeekAsync(1)).Paused);
        Assert.False(await Queue.WaitAsync(TimeSpan.Zero, Cancellation));
        var waiting = Queue.WaitAsync(Long, Cancellation);
        await Queue.RefillAsync();
        Assert.False(waiting.IsCompleted);

        await Queue.ResumeAsync("ops");

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Who_waits_can_leave()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Queue.GetStatusAsync();
        var waiting = Queue.WaitAsync(Long, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>A call to the grain that comes after theirs is answered: they wait.</summary>
    private async Task<List<Task<bool>>> WaitingAsync(int count)
    {
        var waiting = Enumerable.Range(0, count).Select(_ => Queue.WaitAsync(Long, Cancellation)).ToList();
        await Queue.PeekAsync(1);
        Assert.DoesNotContain(waiting, wait => wait.IsCompleted);
        return waiting;
    }

    private async Task InsertAsync(long id) => Assert.Equal(WriteOutcome.Committed, await _node.Get<IWorkStore>().WriteAsync(
        new WorkWrite(null, new WorkRow { Id = id, Kind = "thing", Queue = "q", CreatedAt = DateTimeOffset.UnixEpoch }), Cancellation));
}
