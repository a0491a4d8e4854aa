using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Downloads;

/// <summary>The Downloads door's grains on a real node, with the application's real PostgreSQL and Redis, and builds in real processes.</summary>
internal sealed class DownloadsBench : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("switchyard-downloads-").FullName;
    private TestNode? _node;

    private DownloadsBench(LabelForwardTables tables, RedisServer redis)
    {
        (Tables, Redis) = (tables, redis);
    }

    public LabelForwardTables Tables { get; }

    public RedisServer Redis { get; }

    public IGrainFactory Grains => (_node ?? throw new InvalidOperationException("The node is down.")).Grains;

    public IWorkStore Store => _node!.Get<IWorkStore>();

    /// <summary>An application with a few texts and nobody's labels, and no node yet.</summary>
    public static async Task<DownloadsBench> MakeAsync(SharedPostgres server)
    {
        var tables = await LabelForwardTables.CreateAsync(await server.CreateDatabaseAsync());
        await tables.AddTextsAsync(["the striker scores in the cup final", "the central bank acts as rates rise"]);
        return new(tables, await RedisServer.StartAsync());
    }

    public async Task UpAsync()
    {
        var storage = new StorageOptions { Provider = StorageProvider.Sqlite, DataDirectory = Path.Combine(_root, "data") };
        _node = await TestNode.StartAsync(storage, services =>
        {
            services.AddSingleton(Options.Create(new ComputeOptions { Sources = [new() { Name = "0" }], DrainTime = TimeSpan.Zero }));
            services.AddSingleton(Options.Create(new DownloadsOptions
            {
                ConnectionString = Tables.ConnectionString, Redis = Redis.Address, LookEvery = TimeSpan.FromSeconds(1),
            }));
            services.AddSingleton(new ProgramCommand(["dotnet", Path.Combine(AppContext.BaseDirectory, "Switchyard.RunHost.dll"), ProgramCommand.Verb]));
        });
        await ComputeBench.EventuallyAsync(async () => await Grains.GetDownloadListener().GetStateAsync() is { IsOn: true, HearsRedis: true });
    }

    public async Task DownAsync()
    {
        await _node!.DisposeAsync();
        _node = null;
    }

    /// <summary>Waits for what the application sees.</summary>
    public Task StatusIsAsync(int clfId, int status) => ComputeBench.EventuallyAsync(async () =>
    {
        Assert.All(await BuildsAsync(), build => Assert.True(build.Status is not WorkStatus.Failed, build.Error));
        return await Tables.ReadStatusAsync(clfId) == status;
    });

    public async Task<IReadOnlyList<WorkRow>> BuildsAsync() =>
        await Store.ListAsync(new WorkQuery { Kind = DownloadNames.Kind }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await Redis.DisposeAsync();
        await Tables.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
