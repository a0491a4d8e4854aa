using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchyard.Auth;
using Switchyard.Compute;
using Switchyard.Configuration;
using Switchyard.Doors;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Tickets.Classic;
using Switchyard.Tickets.Pages;
using Switchyard.Tickets.Uploads;
using Switchyard.Work;

namespace Switchyard.Tickets;

/// <summary>The Tickets door: an archive for a service, and its result for whoever has the token.</summary>
internal sealed class TicketsDoor : FrontDoor<TicketsOptions>
{
    public override string Name => "Tickets";

    public override ConsolePart ConsolePart => TicketsConsole.Part;

    public override IEnumerable<DoorUrl> PortsOf(IConfiguration configuration) => TicketsSection.PortsOf(configuration);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<TicketsOptions>();
        var door = routes.MapGroup("").WithMetadata(new DoorRoute(Name), new TokenGate()).Needs(Access.Any);
        door.MapRequest();
        door.MapTickets();
        for (var i = 0; i < options.Classics.Count; i++)
        {
            var classic = options.Classics[i];
            var own = options.Classic.Service is null ? $"{Name}:Classic:{i}" : $"{Name}:Classic";
            var group = classic.HasPort
                ? routes.MapGroup("").WithTags(Name).WithMetadata(new DoorRoute(own, OwnPortAlone: true), new TokenGate()).Needs(Access.Any).ExcludeFromDescription()
                : door.MapGroup(classic.Url ?? "");
            group.MapClassic(classic);
        }
    }

    public override void MapApi(IEndpointRouteBuilder api) =>
        api.MapGroup("/tickets").WithMetadata(new TokenGate()).Needs(Access.Any).MapTicketOperation();

    protected override TicketsOptions Read(IConfiguration configuration, ServicesOptions services) =>
        TicketsSection.Read(configuration, services);

    protected override void Add(IServiceCollection services, TicketsOptions options)
    {
        services.AddSingleton(new DoorKind(TicketNames.Kind));
        services.AddSingleton(new DoorQueue(TicketNames.Queue));
        services.AddSingleton(new SourceRunKind(TicketNames.Kind));
        services.AddSingleton(new TagWords(Name, "Uploads for services: the TOMAAT backend's own routes, and the same in JSON under /api/v1."));
        services.AddSingleton(new ItemRoutes(TicketNames.Kind, item => $"/api/v1/tickets/{item.Id}")
        {
            Result = item => $"/api/v1/tickets/{item.Id}/result",
            Page = item => $"/console/tickets/{item.Id}",
        });
        services.AddSingleton<TicketLookup>();
        services.AddSingleton<TicketIntake>();
        services.AddSingleton<ClassicPredictions>();
        services.Replace(ServiceDescriptor.Singleton<IHttpContextFactory, HiddenTokens>());
    }
}
