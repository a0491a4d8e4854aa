using System.Diagnostics;
using Switchyard.Benchmarks;
using Switchyard.Benchmarks.Store;

namespace Switchyard.Speed;

/// <summary>
/// What must not become twice as slow unseen. Costs are compared with others of the same minute, so that a busy machine does not matter much;
/// the limits are about twice what is usual. All are in one class: none runs beside another.
/// </summary>
public sealed class RatioTests : IAsyncDisposable
{
    private readonly Databases _databases = new(new Benchmarks.Settings());

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task To_lease_the_head_of_100_000_items_takes_as_long_as_that_of_1_000(string database)
    {
        await using var few = await Backlog.OpenAsync(_databases, database, 1_000);
        await using var many = await Backlog.OpenAsync(_databases, database, 100_000);
        await few.LeaseAsync();
        await many.LeaseAsync();

        Assert.InRange(await Ratio.OfAsync(9, few.LeaseAsync, many.LeaseAsync), 0, 2);
    }

    [Theory]
    [InlineData("sqlite", 5)]
    [InlineData("postgres", 6)]
    public async Task Writes_that_come_together_share_their_commits(string database, double least)
    {
        const int Alone = 20;
        const int Together = 500;
        await using var store = await _databases.OpenStoreAsync(database);
        var items = await Items.ReserveAsync(store);
        await TogetherAsync();

        Assert.InRange(await Ratio.OfAsync(9, TogetherAsync, AloneAsync), least, double.MaxValue);

        async Task<double> AloneAsync()
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Alone; i++)
            {
                await Items.StoreAsync(store, items.New());
            }

            return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Alone;
        }

        async Task<double> TogetherAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await Task.WhenAll(items.New(Together).Select(item => Items.StoreAsync(store, item)));
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Together;
        }
    }

    [Fact]
    public async Task A_job_costs_a_warm_node_so_many_plain_inserts()
    {
        await using var node = await WarmNode.StartAsync(_databases);

        Assert.InRange(await CostAsync(node.JobsAsync), 0, 800);
    }

    [Fact]
    public async Task A_task_costs_a_warm_node_so_many_plain_inserts()
    {
        await using var node = await WarmNode.StartAsync(_databases);

        Assert.InRange(await CostAsync(node.TasksAsync), 0, 18);
    }

    private static async Task<double> CostAsync(Func<Task<double>> measure)
    {
        using var plain = new PlainInserts();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5))
        {
            await measure();
            plain.Measure();
        }

        return await Ratio.OfAsync(5, () => Task.FromResult(plain.Measure()), measure);
    }
}
