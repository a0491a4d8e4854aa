using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>The Tables door: hands tables out to annotating clients and takes their results, on the original's routes.</summary>
internal static class TablesDoor
{
    /// <summary>The door's name in configuration.</summary>
    public const string Name = "Tables";

    public static void AddTablesDoor(this IServiceCollection services, TablesOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new DoorQueue(TableNames.Campaign));
        services.AddSingleton<WorkRequests>();
        services.AddSingleton<BodyIntake>();
        services.AddSingleton<HandIn>();
        services.AddSingleton<TableIds>();
    }

    public static void MapTablesDoor(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("").WithTags(Name).WithMetadata(new DoorRoute(Name));
        door.MapAssignment();
        door.MapHandIn();
        door.MapAuditIntake();
        door.MapReports();
        door.MapExports();
    }

    public static ICampaignGrain CampaignGrain(this IGrainFactory grains) => grains.Reach<ICampaignGrain>(TableNames.Campaign);

    public static ITableReportsGrain TableReports(this IGrainFactory grains) => grains.GetGrain<ITableReportsGrain>(TableNames.Campaign);

    public static ITableExportsGrain NewTableExport(this IGrainFactory grains) => grains.GetGrain<ITableExportsGrain>(Guid.NewGuid());
}
