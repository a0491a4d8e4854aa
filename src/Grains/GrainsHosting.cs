using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Switchyard.Auth;
using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Keys;
using Switchyard.Telemetry;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Bulk;
using Switchyard.Work.Changes;
using Switchyard.Work.Events;
using Switchyard.Work.Failures;
using Switchyard.Work.Instruments;
using Switchyard.Work.Nodes;
using Switchyard.Work.Once;
using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard;

/// <summary>What the grains need from their silo.</summary>
public static class GrainsHosting
{
    /// <summary>
    /// With the 12 of the work store and the 12 of the lane of tasks, three nodes stay below PostgreSQL's own default of 100
    /// connections; a connection string that names another number wins.
    /// </summary>
    private const int DefaultPoolSize = 8;

    /// <summary>Registers the stores and services that the grains use.</summary>
    public static ISiloBuilder AddSwitchyardGrains(this ISiloBuilder silo, StorageOptions storage)
    {
        var services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(storage);
        services.AddSingleton<INodeDisk>(provider => new NodeDisk(storage, RunPlace.Of(storage, provider)));
        services.AddFailureSerialization();
        if (storage.Provider == StorageProvider.Postgres)
        {
            services.AddSingleton(_ => OpenDataSource(storage));
            services.AddPostgresBlobs();
        }
        else
        {
            services.AddDirectoryBlobs(storage);
        }

        // Items are many and asked for in bursts: what is idle is looked for often.
        services.Configure<GrainCollectionOptions>(options => options.CollectionQuantum = TimeSpan.FromSeconds(20));
        silo.Services.AddSingleton(AccessKeyTable.Schema);
        silo.Services.AddSingleton(OnceTable.Schema);
        return silo.AddWork().AddKeys().AddCompute().AddServices(storage).AddServicePrograms().AddDoors();
    }

    private static ISiloBuilder AddWork(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton(provider => new WorkStoreOptions
        {
            // Any number will do; nodes with different ones do not wait for each other's tallies.
            Shard = StableShard(provider.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName),
            DoorTables = [.. provider.GetServices<DoorSchema>().SelectMany(schema => schema.ItemTables)],
            Remains = [.. provider.GetServices<IItemRemains>()],
            Events = provider.GetRequiredService<WorkEvents>(),
            Instruments = provider.GetRequiredService<WorkInstruments>(),
            Changes = provider.GetRequiredService<WorkChanges>(),
        });
        services.AddSingleton<WorkStoreHost>();
        services.AddSingleton<IStorePreparation>(provider => provider.GetRequiredService<WorkStoreHost>());
        services.AddSingleton<IWorkStore>(provider => provider.GetRequiredService<WorkStoreHost>().Store);
        services.AddSingleton<IDoorDatabase>(provider => provider.GetRequiredService<WorkStoreHost>().Store);
        services.AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<WorkStoreHost>().Store);
        services.AddSingleton(provider => new IdAllocator(provider.GetRequiredService<IWorkStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddGrainStorage(WorkGrainStorage.Name, (provider, _) => new WorkGrainStorage(provider.GetRequiredService<IWorkStore>()));
        services.AddWorkItems();
        services.AddSingleton<IBlobReferences, ArtifactBlobs>();
        services.AddSingleton<ItemRemoval>();
        services.AddSingleton<BulkItems>();
        services.AddSingleton<SpentBlobs>();
        services.AddHostedService(provider => provider.GetRequiredService<SpentBlobs>());
        services.AddHostedService<StoreUpkeep>();
        services.AddHostedService<FailureSorting>();
        services.TryAddSingleton(new AuditOptions());
        services.AddSingleton<IRetention, AuditRetention>();
        services.AddSingleton<IRetention, OnceRetention>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, EventTap>();
        services.AddSingleton<EventHubSeat>();
        services.AddSingleton<EventShelves>();
        services.AddGrainService<EventShelf>();
        services.AddPlacementDirector<NodePlacement, NodePlacementDirector>();
        services.AddSingleton<IGaugeRefresh, ClusterGauges>();
        return silo.AddStartupTask<QueueWakeup>().AddPatientStart<RetentionStart>();
    }

    private static ISiloBuilder AddDoors(this ISiloBuilder silo)
    {
        foreach (var door in GrainDoors.All)
        {
            if (door.Schema is { } schema)
            {
                silo.Services.AddSingleton(schema);
            }

            door.Add(silo);
        }

        return silo;
    }

    private static int StableShard(string name) =>
        (int)(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % (short.MaxValue + 1));

    private static NpgsqlDataSource OpenDataSource(StorageOptions storage)
    {
        var builder = new NpgsqlDataSourceBuilder(storage.ConnectionString);
        var settings = builder.ConnectionStringBuilder;
        if (settings.MaxPoolSize == new NpgsqlConnectionStringBuilder().MaxPoolSize)
        {
            settings.MaxPoolSize = DefaultPoolSize;
        }

        settings.ApplicationName ??= "switchyard";
        return builder.Build();
    }
}
