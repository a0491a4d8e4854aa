using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Tickets.Classic;
using Switchyard.Tickets.Uploads;
using Switchyard.Work;

namespace Switchyard.Tickets;

/// <summary>The Tickets door: an archive for a service, and its result for whoever has the token.</summary>
internal static class TicketsDoor
{
    /// <summary>The door's name in configuration.</summary>
    public const string Name = "Tickets";

    public static void AddTicketsDoor(this IServiceCollection services, TicketsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new DoorQueue(TicketNames.Queue));
        services.AddSingleton(new SourceRunKind(TicketNames.Kind));
        services.AddSingleton<TicketLookup>();
        services.AddSingleton<TicketIntake>();
        services.AddSingleton<ClassicPredictions>();
        services.Replace(ServiceDescriptor.Singleton<IHttpContextFactory, HiddenTokens>());
    }

    public static void MapTicketsDoor(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<TicketsOptions>();
        var door = routes.MapGroup("").WithTags(Name).WithMetadata(new DoorRoute(Name), new TokenGate());
        door.MapRequest();
        door.MapTickets();
        for (var i = 0; i < options.Classics.Count; i++)
        {
            var classic = options.Classics[i];
            var own = options.Classic.Service is null ? $"{Name}:Classic:{i}" : $"{Name}:Classic";
            var group = classic.HasPort
                ? routes.MapGroup("").WithTags(Name).WithMetadata(new DoorRoute(own, OwnPortAlone: true), new TokenGate()).ExcludeFromDescription()
                : door.MapGroup(classic.Url ?? "");
            group.MapClassic(classic);
        }
    }

    public static void MapTicketsApi(this IEndpointRouteBuilder api) =>
        api.MapGroup("/tickets").WithTags(Name).WithMetadata(new TokenGate()).MapTicketOperation();
}
