using Switchyard.Compute;
using Switchyard.Downloads;
using Switchyard.Expertise;
using Switchyard.Jobs;
using Switchyard.Tables;
using Switchyard.Tickets;

namespace Switchyard.Configuration;

/// <summary>
/// The sections that a front end and a node have in common, read once and checked whole before anything starts. A front end
/// alone is often given its cluster's settings: it understands them all, also those it has no use for.
/// </summary>
internal sealed record FrontSettings(
    ListenUrls Urls,
    StorageSection Storage,
    NodeOptions Node,
    AuthOptions Auth,
    TablesOptions Tables,
    JobsOptions Jobs,
    ServicesOptions Services,
    ComputeOptions Compute,
    TicketsOptions Tickets,
    ExpertiseOptions Expertise,
    DownloadsOptions Downloads)
{
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static FrontSettings Read(IConfiguration configuration)
    {
        var urls = ListenUrls.Read(configuration);
        var services = ServicesSection.Read(configuration);
        return new FrontSettings(
            urls,
            SettingsReader.Read<StorageSection>(configuration, "Storage"),
            SettingsReader.Read<NodeOptions>(configuration, "Cluster"),
            AuthOptions.Read(configuration, urls),
            SettingsReader.Read<TablesOptions>(configuration, "Tables"),
            JobsSection.Read(configuration),
            services,
            ComputeSection.Read(configuration, services),
            TicketsSection.Read(configuration, services),
            ExpertiseSection.Read(configuration, services),
            DownloadsSection.Read(configuration));
    }
}
