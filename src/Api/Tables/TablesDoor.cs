using Switchyard.Auth;
using Switchyard.Doors;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Tables.Pages;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>The Tables door: hands tables out to annotating clients and takes their results, on the original's routes.</summary>
internal sealed class TablesDoor : FrontDoor<TablesOptions>
{
    public override string Name => "Tables";

    public override ConsolePart ConsolePart => TablesConsole.Part;

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("").WithMetadata(new DoorRoute(Name)).Needs(Access.Read);
        door.MapAssignment();
        door.MapHandIn();
        door.MapAuditIntake();
        door.MapReports();
        door.MapExports();
    }

    public override void MapApi(IEndpointRouteBuilder api) => api.MapTablesOperation();

    protected override void Add(IServiceCollection services, TablesOptions options)
    {
        services.AddSingleton(new DoorKind(TableNames.Kind));
        services.AddSingleton(new DoorQueue(TableNames.Campaign));
        services.AddSingleton(new TagWords(Name, "The routes of JenTab's Manager."));
        services.AddSingleton(new TagWords("Tables operation", "Tables for operators: lists, import, resets."));
        services.AddSingleton(new ItemRoutes(TableNames.Kind, item => $"/api/v1/tables/items/{Uri.EscapeDataString(item.Name!)}")
        {
            Result = item => $"/api/v1/tables/items/{Uri.EscapeDataString(item.Name!)}",
            Page = item => $"/console/tables/{Uri.EscapeDataString(item.Name!)}",
        });
        services.AddSingleton<WorkRequests>();
        services.AddSingleton<BodyIntake>();
        services.AddSingleton<HandIn>();
        services.AddSingleton<TableIds>();
    }
}
