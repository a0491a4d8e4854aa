using Microsoft.Extensions.DependencyInjection;
using Switchyard.Compute;
using Switchyard.Compute.Archives;
using Switchyard.Doors;
using Switchyard.Hosting;
using Switchyard.Tickets.Rules;
using Switchyard.Work.Retention;

namespace Switchyard.Tickets;

internal sealed class TicketsGrainDoor : GrainDoor<TicketsOptions>
{
    public override DoorSchema Schema => new("Switchyard.Tickets.Migrations", TicketRetention.Component) { ItemTables = ["ticket_fetched"] };

    protected override ISiloBuilder AddDoor(ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton(new PushQueue(TicketNames.Queue, TicketRows.EntryOf));
        services.AddSingleton<FetchedResults>();
        services.AddSingleton<TicketRetentions>();
        services.AddSingleton<IRetention, TicketRowRetention>();
        services.AddHostedService<TicketUpkeep>();

        // What the door took, a run must take, too.
        services.AddSingleton(provider => LimitsOf(provider.GetRequiredService<TicketsOptions>()));
        return silo;
    }

    private static UploadLimits LimitsOf(TicketsOptions options) =>
        new() { MaxUnpackedBytes = options.MaxUnpackedBytes, MaxEntries = options.MaxEntries };
}
