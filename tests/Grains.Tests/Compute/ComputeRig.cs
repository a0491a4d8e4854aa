using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;
using Switchyard.Blobs;
using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Compute;

/// <summary>Real silos on one real store, with sources that run small services in this process.</summary>
public sealed class ComputeRig : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly WorkStore _opened;
    private long _lastId;

    private ComputeRig(DirectoryInfo directory, WorkStore opened)
    {
        (_directory, _opened) = (directory, opened);
        (Store, Fault) = RenewalFault.Around(opened);
    }

    public IWorkStore Store { get; }

    public RenewalFault Fault { get; }

    public HistoryExecutor Runs { get; } = new();

    public RigDisk Disk { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public ISchedulerGrain Scheduler => Cluster.Client.GetScheduler();

    public static Task<ComputeRig> StartAsync(params ComputeSourceOptions[] sources) => StartAsync(silos: 1, new ComputeOptions { Sources = sources });

    public static async Task<ComputeRig> StartAsync(int silos, ComputeOptions options)
    {
        var directory = Directory.CreateTempSubdirectory("switchyard-compute-");
        var store = await SqliteWorkStore.OpenAsync(Path.Combine(directory.FullName, "work.db"), new() { Shard = 1 }, TimeProvider.System);
        var rig = new ComputeRig(directory, store);
        var kept = new KeptGrainStorage();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo((_, silo) => rig.Compose(silo, kept, options));
        builder.Options.ConfigureFileLogging = false;
        rig.Cluster = builder.Build();
        await rig.Cluster.DeployAsync();
        await EventuallyAsync(async () => (await rig.Scheduler.GetSourcesAsync()).Count == silos * options.Sources.Count);
        return rig;
    }

    public static ComputeSourceOptions Source(string name, int slots = 1, params string[] services) => new() { Name = name, Slots = slots, Services = services };

    public IThingGrain Thing(long id) => Cluster.Client.GetGrain<IThingGrain>(id);

    public async Task<long> SubmitAsync(string service, TimeSpan? timeout = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        await Thing(id).SubmitAsync(service, timeout);
        return id;
    }

    /// <summary>One after the other: each is placed before the next comes.</summary>
    public async Task<IReadOnlyList<long>> SubmitInTurnAsync(string service, int count)
    {
        var ids = new List<long>();
        for (var number = 0; number < count; number++)
        {
            ids.Add(await SubmitAsync(service));
            await EventuallyAsync(async () => await Scheduler.FindAsync(ids[^1]) is not null);
        }

        return ids;
    }

    public async Task<IReadOnlyList<string?>> SourcesOfAsync(IEnumerable<long> ids) =>
        [.. (await Task.WhenAll(ids.Select(id => Scheduler.FindAsync(id)))).Select(placement => placement?.Source)];

    public async Task<WorkStatus> StatusOfAsync(long id) => (await Store.ReadAsync(id))!.Status;

    public async Task AllCompletedAsync(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            await EventuallyAsync(async () => await StatusOfAsync(id) == WorkStatus.Completed);
        }
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Runs.Tell(Enumerable.Range(1, (int)_lastId).Select(id => (long)id));
        await Cluster.DisposeAsync();
        await _opened.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private void Compose(ISiloBuilder silo, KeptGrainStorage kept, ComputeOptions options)
    {
        var services = silo.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Store);
        services.AddSingleton<IDoorDatabase>(_opened);
        services.AddSingleton<IBlobStore>(new DirectoryBlobStore(_directory.FullName, TimeProvider.System));
        services.AddSingleton(options);
        services.AddSingleton<IRunExecutor>(Runs);
        services.AddSingleton<INodeDisk>(Disk);
        services.AddSingleton(ThingGrain.PushQueue);
        services.AddGrainStorage(WorkGrainStorage.Name, (_, _) => new WorkGrainStorage(Store));
        services.AddGrainStorage(ClusterNames.SmallStorage, (_, _) => kept);
        services.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 2;
        });

        // As on a node: there are grains that stay for less than Orleans' own quantum.
        services.Configure<GrainCollectionOptions>(collection => collection.CollectionQuantum = TimeSpan.FromSeconds(20));
        silo.UseInMemoryReminderService();
        silo.AddCompute();
    }
}
