using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Switchyard.Compute;
using Switchyard.Compute.Archives;
using Switchyard.Hosting;
using Switchyard.Tickets.Rules;

namespace Switchyard.Tickets;

internal static class TicketsHosting
{
    /// <summary>Options are <see cref="TicketsOptions"/>.</summary>
    public static ISiloBuilder AddTickets(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton(new DoorSchema("Switchyard.Tickets.Migrations", "tickets"));
        services.AddSingleton(new PushQueue(TicketNames.Queue, TicketRows.EntryOf));
        services.AddSingleton<FetchedResults>();
        services.AddHostedService<ResultUpkeep>();

        // What the door took, a run must take, too.
        services.AddSingleton(provider => LimitsOf(provider.GetRequiredService<IOptions<TicketsOptions>>().Value));
        return silo;
    }

    private static UploadLimits LimitsOf(TicketsOptions options) =>
        new() { MaxUnpackedBytes = options.MaxUnpackedBytes, MaxEntries = options.MaxEntries };
}
