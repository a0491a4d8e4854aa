using Switchyard.Hosting;
using Switchyard.Servers;

namespace Switchyard.Jobs.Maintenance;

public sealed class PostgresMaintenanceTests(SharedPostgres server) : MaintenanceTests
{
    [Fact]
    public async Task Two_activations_never_give_one_number_twice()
    {
        // Nodes that know nothing of each other, on one database: each has the grain active.
        await using var one = await TestNode.StartAsync(Storage with { DataDirectory = Path.Combine(Storage.DataDirectory, "one") });
        await using var other = await TestNode.StartAsync(Storage with { DataDirectory = Path.Combine(Storage.DataDirectory, "other") });
        IMaintenanceGrain[] grains = [one.Grains.GetGrain<IMaintenanceGrain>("jobs"), other.Grains.GetGrain<IMaintenanceGrain>("jobs")];

        var said = await Task.WhenAll(Enumerable.Range(0, 40).Select(round => grains[round % 2].SetAsync($"{round}", paused: true, "ann")));

        Assert.Equal(Enumerable.Range(2, 40).Select(number => (long)number), said.Select(record => record.Number).Order());
        var history = await one.Grains.GetGrain<IMaintenanceGrain>("jobs").GetHistoryAsync(null, 1000);
        Assert.Equal(said.OrderByDescending(record => record.Number), history.SkipLast(1));
    }

    protected override async Task<StorageOptions> PrepareAsync(string directory) => new()
    {
        Provider = StorageProvider.Postgres,
        ConnectionString = await server.CreateDatabaseAsync(),
        DataDirectory = directory,
    };
}
