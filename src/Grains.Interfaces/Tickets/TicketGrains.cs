using Switchyard.Hosting;

namespace Switchyard.Tickets;

public static class TicketGrains
{
    /// <summary>The grain of a ticket.</summary>
    /// <param name="id">Positive; there need not be such a ticket.</param>
    public static ITicketGrain GetTicket(this IGrainFactory grains, long id) =>
        grains.Reach<ITicketGrain>(TicketNames.Kind, id);

    /// <summary>What checks uploads.</summary>
    public static IUploadsGrain GetUploads(this IGrainFactory grains) => grains.Reach<IUploadsGrain>(0);
}
