using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Reminders;
using Switchyard.Configuration;
using Switchyard.Storage;
using Switchyard.Telemetry;
using NodeOptions = Switchyard.Configuration.NodeOptions;

namespace Switchyard.Hosting;

/// <summary>Composes a silo from the node's settings.</summary>
internal static class NodeHosting
{
    private const string SqliteInvariant = "System.Data.SQLite";
    private const string PostgresInvariant = "Npgsql";

    /// <summary>Milliseconds. For its counters the dashboard counts every grain in memory, and there may be a million.</summary>
    private const int DashboardInterval = 5000;

    /// <summary>How long a node may take to finish what it has begun.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);

    /// <summary>All of Orleans' own; grains go by the clock as it is.</summary>
    private static readonly string[] SteadyAreas =
    [
        TimeProviderNames.Membership, TimeProviderNames.SystemTimers, TimeProviderNames.Messaging, TimeProviderNames.GrainDirectory,
        TimeProviderNames.ActivationManagement, ReminderTimeProviderNames.Reminders,
    ];

    public static WebApplicationBuilder AddSwitchyardNode(this WebApplicationBuilder builder, NodeSettings settings)
    {
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTimeout);
        services.AddSingleton<NodeReadiness>();
        services.AddSingleton<INodeReadiness>(provider => provider.GetRequiredService<NodeReadiness>());
        services.AddHostedService(provider => provider.GetRequiredService<NodeReadiness>());
        var isTraced = Otlp.Read(builder.Configuration).Traces;
        builder.UseOrleans(silo =>
        {
            silo.AddSwitchyardSilo(settings);
            if (isTraced)
            {
                silo.AddActivityPropagation();
            }
        });
        return builder;
    }

    /// <summary>The silo alone, without what serves HTTP.</summary>
    internal static ISiloBuilder AddSwitchyardSilo(this ISiloBuilder silo, NodeSettings settings)
    {
        settings.Front.Register(silo.Services);
        foreach (var file in settings.SecretFiles)
        {
            silo.Services.AddSingleton(file);
        }

        silo = silo
            .AddSwitchyardGrains(settings.Storage)
            .AddNode(settings.Node)
            .AddStorage(settings)
            .AddKubernetes(settings);
        return settings.Front.Dashboard.Enabled
            ? silo.AddDashboard(dashboard => dashboard.CounterUpdateIntervalMs = DashboardInterval)
            : silo;
    }

    private static ISiloBuilder AddNode(this ISiloBuilder silo, NodeOptions node) => silo
        .Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = node.Id;
            cluster.ServiceId = ClusterNames.ServiceId;
        })
        .Configure<SiloOptions>(options => options.SiloName = node.NodeName)
        .Configure<SiloMessagingOptions>(messaging => messaging.MaxMessageBodySize = ClusterClientHosting.MessageLimit)
        .UseSystemTextJsonGrainStorageSerializer();

    private static ISiloBuilder AddStorage(this ISiloBuilder silo, NodeSettings settings) =>
        settings.Storage.Provider == StorageProvider.Postgres
            ? silo.AddPostgres(settings)
            : silo.AddSqlite(settings);

    /// <summary>One silo, which is the whole cluster: it has no gateway, and whoever connects to it is none of its own.</summary>
    private static ISiloBuilder AddSqlite(this ISiloBuilder silo, NodeSettings settings)
    {
        silo.Services.AddSingleton(_ => new SqliteDataSource(settings.Storage.OrleansDatabase));
        silo.Services.AddSingleton<IStorePreparation, SqliteOrleansStore>();
        silo.Services.AddSingleton<StorePing>(provider => provider.GetRequiredService<SqliteDataSource>().PingAsync);
        return silo
            .UseLocalhostClustering(settings.Node.SiloPort, gatewayPort: 0, null, ClusterNames.ServiceId, settings.Node.Id)
            .Configure<SiloConnectionOptions>(connections => connections.ConfigureSiloInboundConnection(inbound => inbound.Use(_ => EndAsync)))
            .AddState<SqliteDataSource>(SqliteInvariant);
    }

    /// <summary>
    /// A node is dead for the others when two of them missed three probes, a second apart. One that was killed refuses
    /// connections, so its probes fail at once: the others have what it held after 1.5 s or so. One that only pauses (a garbage
    /// collection, a busy machine) has about three seconds; with two probes it has two, and with probes of two seconds a kill
    /// costs twice as much. The 5 s of "I am alive" let a cluster that was killed whole start soon: whoever has been silent for
    /// three of them is not waited for, and with the default that is a minute and a half. Nodes tell each other of changes, and
    /// such a message may be lost with the node that was to send it: the table is read every 2 s, not every minute, since a node
    /// that does not know of another's new life refuses what that asks of it.
    /// </summary>
    private static ISiloBuilder AddPostgres(this ISiloBuilder silo, NodeSettings settings)
    {
        silo.Services.AddSingleton<IStorePreparation, PostgresOrleansStore>();
        silo.Services.AddSingleton<IFatalErrorHandler, FatalEnd>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, EarlierLives>();
        silo.Services.AddSingleton<StorePing>(provider => provider.GetRequiredService<NpgsqlDataSource>().PingAsync);
        silo.Services.AddSingleton<SteadyTime>();
        foreach (var area in SteadyAreas)
        {
            silo.Services.AddKeyedSingleton<TimeProvider>(area, (provider, _) => provider.GetRequiredService<SteadyTime>());
        }

        return silo
            .AddPorts(settings)
            // A message between two living silos is lost with its connection, which each closes when it finds that it was made to
            // an earlier life of the other. What the directory was asked then is asked again soon; by default after 30 s.
            .Configure<SiloMessagingOptions>(messaging => messaging.SystemResponseTimeout = TimeSpan.FromSeconds(2))
            .Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 3;
                membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            })
            .UseAdoNetClustering(clustering => clustering.Configure<NpgsqlDataSource>((options, database) =>
            {
                options.Invariant = PostgresInvariant;
                options.DataSource = database;
            }))
            .AddState<NpgsqlDataSource>(PostgresInvariant);
    }

    private static ISiloBuilder AddPorts(this ISiloBuilder silo, NodeSettings settings)
    {
        var (siloPort, gatewayPort) = (settings.Node.SiloPort, settings.Node.GatewayPort);
        silo = settings.ListenAddress switch
        {
            null => silo.ConfigureEndpoints(siloPort, gatewayPort),
            var any when any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any) => silo
                .ConfigureEndpoints(siloPort, gatewayPort, any.AddressFamily)
                .Configure<EndpointOptions>(endpoints =>
                {
                    endpoints.SiloListeningEndpoint = new IPEndPoint(any, siloPort);
                    endpoints.GatewayListeningEndpoint = new IPEndPoint(any, gatewayPort);
                }),
            var address => silo.ConfigureEndpoints(address, siloPort, gatewayPort),
        };
        return settings.Tls is { } tls ? silo.UseTls(tls.Apply) : silo;
    }

    private static Task EndAsync(ConnectionContext connection)
    {
        connection.Abort();
        return Task.CompletedTask;
    }

    private static ISiloBuilder AddState<TDatabase>(this ISiloBuilder silo, string invariant)
        where TDatabase : System.Data.Common.DbDataSource
    {
        return silo
            .AddAdoNetGrainStorageAsDefault(Configure)
            .AddAdoNetGrainStorage(ClusterNames.SmallStorage, Configure)
            .UseAdoNetReminderService(reminders => reminders.Configure<TDatabase>((options, database) =>
            {
                options.Invariant = invariant;
                options.DataSource = database;
            }));

        void Configure(OptionsBuilder<AdoNetGrainStorageOptions> storage) =>
            storage.Configure<TDatabase>((options, database) =>
            {
                options.Invariant = invariant;
                options.DataSource = database;
            });
    }
}
