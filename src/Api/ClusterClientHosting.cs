using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Switchyard.Blobs;
using Switchyard.Configuration;
using Switchyard.Hosting;
using Switchyard.Keys;
using Switchyard.Telemetry;
using NodeOptions = Switchyard.Configuration.NodeOptions;

namespace Switchyard;

/// <summary>Makes the front end a client of a cluster, found through its PostgreSQL membership table.</summary>
public static class ClusterClientHosting
{
    /// <summary>Bytes: a result of 128 MiB travels in one message. Silos and clients accept as much.</summary>
    public const int MessageLimit = 256 * 1024 * 1024;

    /// <exception cref="StartRefusedException"><c>ConnectionStrings:Switchyard</c> is missing, or the section <c>Cluster</c> is wrong.</exception>
    public static WebApplicationBuilder AddClusterClient(this WebApplicationBuilder builder)
    {
        var connectionString = SecretSetting.Read(builder.Configuration, "ConnectionStrings:Switchyard");
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw StartRefusedException.Setting(
                "ConnectionStrings:Switchyard: the front end alone needs the PostgreSQL database of its cluster");
        }

        var cluster = SettingsReader.Read<NodeOptions>(builder.Configuration, "Cluster");
        var tls = ClusterTls.Load(cluster.Tls);
        var gateways = new LostGateways();
        builder.Services.AddSingleton(gateways);
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options =>
            {
                options.ClusterId = cluster.Id;
                options.ServiceId = ClusterNames.ServiceId;
            })
            // A node that came or went is known soon; the default is a minute.
            .Configure<GatewayOptions>(gateway => gateway.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5))
            .Configure<ClientMessagingOptions>(messaging => messaging.MaxMessageBodySize = MessageLimit)
            .UseAdoNetClustering(clustering =>
            {
                clustering.Invariant = "Npgsql";
                clustering.ConnectionString = connectionString;
            })
            .UseConnectionRetryFilter<WaitForCluster>()
            .AddGatewayCountChangedHandler(gateways.Changed)
            .AddTls(tls)
            .AddTraces(builder.Configuration));
        builder.Services.AddFailureSerialization();
        builder.Services.AddClusterKeys();
        builder.Services.TryAddSingleton<IBlobStore, GrainBlobStore>();
        builder.Services.AddSingleton<ClusterProbe>();
        builder.Services.AddSingleton<INodeReadiness>(services => services.GetRequiredService<ClusterProbe>());
        builder.Services.AddHostedService(services => services.GetRequiredService<ClusterProbe>());
        return builder;
    }

    private static IClientBuilder AddTraces(this IClientBuilder client, IConfiguration configuration) =>
        Otlp.Read(configuration).Traces ? client.AddActivityPropagation() : client;

    private static IClientBuilder AddTls(this IClientBuilder client, ClusterTls? tls) => tls is null ? client : client.UseTls(tls.Apply);
}
