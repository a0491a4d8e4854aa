using Microsoft.Extensions.Time.Testing;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Work;

public sealed class IdAllocatorTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-ids-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private WorkStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _store = await SqliteWorkStore.OpenAsync(Path.Combine(_directory, "work.db"), new WorkStoreOptions(), _time, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Ids_that_are_asked_for_now_and_then_are_in_the_order_of_time_on_all_nodes()
    {
        using var one = new IdAllocator(_store, _time);
        using var other = new IdAllocator(_store, _time);
        for (var burst = 0; burst < 100; burst++)
        {
            await one.NextAsync(Cancellation);
        }

        var ids = new List<long>();
        foreach (var node in (IdAllocator[])[other, one, one, other, one])
        {
            _time.Advance(TimeSpan.FromSeconds(100));
            ids.Add(await node.NextAsync(Cancellation));
        }

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(4, ids[^1] - ids[0]);
    }

    [Fact]
    public async Task Many_at_once_take_few_more_than_they_give_and_no_id_is_given_twice()
    {
        using var ids = new IdAllocator(_store, _time);
        using var other = new IdAllocator(_store, _time);

        var given = await Task.WhenAll(Enumerable.Range(0, 5000).Select(number => (number % 2 == 0 ? ids : other).NextAsync(Cancellation)));

        Assert.Equal(5000, given.Distinct().Count());

        // Blocks of 1, 2, 4, ...: at most twice as many as were wanted.
        Assert.True(await _store.ReserveIdsAsync(1, Cancellation) <= (2 * 5000) + 1);
    }

    [Fact]
    public async Task Ids_that_are_asked_for_together_follow_each_other()
    {
        using var ids = new IdAllocator(_store, _time);
        await ids.NextAsync(Cancellation);

        var first = await ids.ReserveAsync(50, Cancellation);

        Assert.Equal(first + 50, await ids.NextAsync(Cancellation));
    }

    [Fact]
    public async Task Who_asks_all_the_time_never_waits_for_a_block()
    {
        using var ids = new IdAllocator(_store, _time);
        var asked = new List<long>();
        for (var step = 0; step < 200; step++)
        {
            var next = ids.NextAsync(Cancellation);

            // Once 20 a second are known to be wanted, the next block is there before this one is over.
            Assert.True(step <= 32 || next.IsCompleted);
            asked.Add(await next);
            _time.Advance(TimeSpan.FromSeconds(0.05));
            await ids.Fetched;
        }

        Assert.Equal(asked.Distinct().Order(), asked);
    }
}
