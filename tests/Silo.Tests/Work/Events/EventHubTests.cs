using Microsoft.Extensions.DependencyInjection;
using Switchyard.Hosting;
using Switchyard.Jobs;
using Switchyard.Nodes;
using Switchyard.Servers;
using Switchyard.Work.Store;

namespace Switchyard.Work.Events;

/// <summary>The hub and the silos that tell it.</summary>
public sealed class EventHubTests(SharedPostgres server)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_listener_silos_keep_nothing_and_ten_minutes_after_the_last_one_nothing_again()
    {
        var clock = new SetClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var directory = Directory.CreateTempSubdirectory("switchyard-events-");
        await using (var silo = await TestSilo.StartAsync(
            new StorageOptions { DataDirectory = directory.FullName }, node => node.Services.AddSingleton<TimeProvider>(clock)))
        {
            var events = silo.Services.GetRequiredService<WorkEvents>();
            await Eventually.IsAsync(() => Task.FromResult(!events.IsOn));
            await AddJobAsync(silo, "first");

            var start = await ReadAsync(silo, null, TimeSpan.Zero);
            Assert.True(events.IsOn);
            var second = await AddJobAsync(silo, "second");
            var page = await ReadAsync(silo, start.End);
            Assert.Equal((second, WorkStatus.Queued), (Assert.Single(page.Events).Event.Id, page.Events[0].Event.Status));

            clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
            await Eventually.IsAsync(() => Task.FromResult(!events.IsOn));
            Assert.True((await ReadAsync(silo, page.End, TimeSpan.Zero)).IsReset);
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Items_that_go_from_node_to_node_are_told_in_order_to_readers_of_either()
    {
        var database = await server.CreateDatabaseAsync();
        var directory = Directory.CreateTempSubdirectory("switchyard-events-");
        await using (var one = await StartAsync("one"))
        await using (var two = await StartAsync("two"))
        {
            var start = await ReadAsync(one, null, TimeSpan.Zero);
            var (first, second) = (one.Services.GetRequiredService<IWorkStore>(), two.Services.GetRequiredService<IWorkStore>());
            const int Items = 200;
            for (var item = 0; item < Items; item++)
            {
                // Each step is another node's, as when calls are answered now by this one and now by that.
                var id = await first.ReserveIdsAsync(1, Token);
                var now = TimeProvider.System.GetUtcNow();
                var row = new WorkRow { Id = id, Kind = "thing", Queue = "things", CreatedAt = now };
                Assert.Equal(WriteOutcome.Committed, await first.WriteAsync(new WorkWrite(null, row), Token));
                row = row with { Version = 1 };
                var running = Lifecycle.Apply(row, new WorkCommand.Lease("w", now.AddMinutes(1)), now).Row;
                Assert.Equal(WriteOutcome.Committed, await second.WriteAsync(new WorkWrite(row, running), Token));
                running = running with { Version = 2 };
                var done = Lifecycle.Apply(running, new WorkCommand.Complete(1), now).Row;
                Assert.Equal(WriteOutcome.Committed, await first.WriteAsync(new WorkWrite(running, done), Token));
            }

            foreach (var silo in (TestSilo[])[one, two])
            {
                var told = new List<WorkEvent>();
                for (var place = start.End; told.Count < 3 * Items;)
                {
                    var page = await ReadAsync(silo, place);
                    Assert.False(page.IsReset);
                    told.AddRange(page.Events.Select(placed => placed.Event).Where(happened => happened.Kind == "thing"));
                    place = page.End;
                }

                Assert.Equal(Items, told.GroupBy(happened => happened.Id).Count());
                Assert.All(told.GroupBy(happened => happened.Id), own => Assert.Equal(
                    [WorkStatus.Queued, WorkStatus.Running, WorkStatus.Completed], own.Select(happened => happened.Status)));
            }
        }

        directory.Delete(recursive: true);

        Task<TestSilo> StartAsync(string name) => TestSilo.StartAsync(
            new StorageOptions
            {
                Provider = StorageProvider.Postgres,
                ConnectionString = database,
                DataDirectory = Path.Combine(directory.FullName, name),
            },
            [("Cluster:NodeName", name)]);
    }

    [Fact]
    public async Task When_its_node_stops_the_hub_goes_on_elsewhere_with_all_that_it_has()
    {
        var database = await server.CreateDatabaseAsync();
        var directory = Directory.CreateTempSubdirectory("switchyard-events-");
        var silos = new List<TestSilo>();
        foreach (var name in (string[])["one", "two"])
        {
            silos.Add(await TestSilo.StartAsync(
                new StorageOptions
                {
                    Provider = StorageProvider.Postgres,
                    ConnectionString = database,
                    DataDirectory = Path.Combine(directory.FullName, name),
                },
                [("Cluster:NodeName", name)]));
        }

        var start = await ReadAsync(silos[0], null, TimeSpan.Zero);
        var first = await AddJobAsync(silos[0], "first");
        var place = (await ReadAsync(silos[1], start.End)).Events.Single(placed => placed.Event.Id == first).Place;
        var second = await AddJobAsync(silos[0], "second");
        await ReadAsync(silos[1], place);

        var host = await silos[0].Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(silos[0].Grains.GetEventHub(), Token);
        var leaving = silos.Single(silo => silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Equals(host));
        var staying = silos.Single(silo => silo != leaving);
        await leaving.DisposeAsync();

        long[] expected = [second, await AddJobAsync(staying, "third")];
        var told = new List<long>();
        for (var after = place; told.LastOrDefault() != expected[^1];)
        {
            var page = await ReadAsync(staying, after);
            Assert.False(page.IsReset);
            after = page.End;
            told.AddRange(page.Events.Select(placed => placed.Event.Id));
        }

        Assert.Equal(expected, told);
        await staying.DisposeAsync();
        directory.Delete(recursive: true);
    }

    /// <summary>Asks again when a hub that comes to be, or leaves, turns the call away, as front ends do.</summary>
    private static async Task<EventPage> ReadAsync(TestSilo silo, string? after, TimeSpan? wait = null)
    {
        while (true)
        {
            try
            {
                return await silo.Grains.GetEventHub().ReadAsync(after, new EventFilter(), 1000, wait ?? Wait, Token);
            }
            catch (OrleansMessageRejectionException)
            {
                Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task<long> AddJobAsync(TestSilo silo, string target)
    {
        var admission = new Admission(
            new JobParameters(JobOperation.Add, target), new JobUser("1", "Ada", "Ångström"), Guid.NewGuid().ToString("N"));
        return (await silo.Grains.GetTarget(target).AdmitAsync(admission)).JobId!.Value;
    }
}
