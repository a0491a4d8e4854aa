using Microsoft.Extensions.DependencyInjection;
using Switchyard.Compute;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Downloads;

/// <summary>The Downloads door's grains on a real node, with the application's real PostgreSQL and Redis, and builds in real processes.</summary>
internal sealed class DownloadsRig : NodeRig
{
    private DownloadsRig(LabelForwardTables tables, RedisServer redis)
        : base(connectionString: null)
    {
        (Tables, Redis) = (tables, redis);
    }

    public LabelForwardTables Tables { get; }

    public RedisServer Redis { get; }

    /// <summary>An application with a few texts and nobody's labels, and no node yet.</summary>
    public static async Task<DownloadsRig> MakeAsync(SharedPostgres server)
    {
        var tables = await LabelForwardTables.CreateAsync(await server.CreateDatabaseAsync());
        await tables.AddTextsAsync(["the striker scores in the cup final", "the central bank acts as rates rise"]);
        return new(tables, await RedisServer.StartAsync());
    }

    public async Task UpAsync()
    {
        await StartAsync();
        await ComputeRig.EventuallyAsync(async () => await Grains.GetDownloadListener().GetStateAsync() is { IsOn: true, HearsRedis: true });
    }

    /// <summary>Waits for what the application sees.</summary>
    public Task StatusIsAsync(int clfId, int status) => ComputeRig.EventuallyAsync(async () =>
    {
        Assert.All(await BuildsAsync(), build => Assert.True(build.Status is not WorkStatus.Failed, build.Error));
        return await Tables.ReadStatusAsync(clfId) == status;
    });

    public async Task<IReadOnlyList<WorkRow>> BuildsAsync() =>
        await Store.ListAsync(new WorkQuery { Kind = DownloadNames.Kind }, Cancellation);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Redis.DisposeAsync();
        await Tables.DisposeAsync();
    }

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton(new ComputeOptions { Sources = [new() { Name = "0" }], DrainTime = TimeSpan.Zero });
        services.AddSingleton(new DownloadsOptions
        {
            ConnectionString = Tables.ConnectionString, Redis = Redis.Address, LookEvery = TimeSpan.FromSeconds(1),
        });
        services.AddSingleton(RunHost);
    }
}
