using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchyard.Auth;
using Switchyard.Compute;
using Switchyard.Configuration;
using Switchyard.Hosting;
using Switchyard.Settings;
using Switchyard.Telemetry;
using Switchyard.Work.Audit;

namespace Switchyard;

/// <summary>
/// The sections that a front end and a node have in common, read once and checked whole before anything starts. A front end
/// alone is often given its cluster's settings: it understands them all, also those it has no use for.
/// </summary>
/// <param name="Doors">The options record of each door, in the order of <see cref="FrontDoors.All"/>.</param>
internal sealed record FrontSettings(
    ListenUrls Urls,
    StorageSection Storage,
    NodeOptions Node,
    AuthOptions Auth,
    SettingsKeys Keys,
    ServicesOptions Services,
    ComputeOptions Compute,
    AuditOptions Audit,
    DashboardOptions Dashboard,
    MetricsOptions Metrics,
    IReadOnlyList<object> Doors)
{
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static FrontSettings Read(IConfiguration configuration)
    {
        var doors = FrontDoors.All;
        var metrics = SettingsReader.Read<MetricsOptions>(configuration, "Metrics");
        var urls = ListenUrls.Read(
            configuration,
            [.. doors.Where(door => door.MayHavePort).Select(door => door.Name)],
            doors.SelectMany(door => door.PortsOf(configuration)).Concat(MetricsEndpoint.PortsOf(metrics)));
        var services = ServicesSection.Read(configuration, doors.SelectMany(door => door.Services));
        var auth = AuthOptions.Read(configuration, urls);
        return new FrontSettings(
            urls,
            SettingsReader.Read<StorageSection>(configuration, "Storage"),
            SettingsReader.Read<NodeOptions>(configuration, "Cluster"),
            auth,
            SettingsKeys.Read(auth.Keys, [.. doors.Select(door => door.Name)]),
            services,
            ComputeSection.Read(configuration, services),
            SettingsReader.Read<AuditOptions>(configuration, "Audit"),
            SettingsReader.Read<DashboardOptions>(configuration, "Dashboard"),
            metrics,
            [.. doors.Select(door => door.ReadOptions(configuration, services))]);
    }

    private IEnumerable<SettingsSection> Sections() =>
    [
        new("Storage", Storage),
        new("Cluster", Node),
        new("Auth", Auth),
        new("Services", Services),
        new("Compute", Compute),
        new("Audit", Audit),
        new("Dashboard", Dashboard),
        new("Metrics", Metrics),
        .. FrontDoors.All.Zip(Doors, (door, options) => new SettingsSection(door.Name, options)),
    ];

    /// <summary>The options of one door.</summary>
    public TOptions Of<TOptions>() => Doors.OfType<TOptions>().Single();

    /// <summary>
    /// Registers what was read, each record by its type. Front end and silo both do; in one process the first does it for both.
    /// </summary>
    public void Register(IServiceCollection services)
    {
        foreach (var options in (object[])[Services, Compute, Audit, .. Doors])
        {
            services.TryAdd(new ServiceDescriptor(options.GetType(), options));
        }

        if (services.Any(service => service.ServiceType == typeof(ISettingsInForce)))
        {
            return;
        }

        foreach (var section in Sections())
        {
            services.AddSingleton(section);
        }

        services.AddSingleton<ISettingsInForce, SettingsInForce>();
    }
}
