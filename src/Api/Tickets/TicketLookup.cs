using System.Globalization;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>Finds the ticket of an id and a token. Nobody learns which of the two was wrong.</summary>
internal sealed class TicketLookup(IGrainFactory grains, PatientCalls calls)
{
    /// <param name="id">As it was sent; anything.</param>
    /// <param name="token">Null: none was sent.</param>
    public async Task<TicketView?> FindAsync(string? id, string? token, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 }
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number <= 0)
        {
            return null;
        }

        var hash = TicketToken.Hash(token);
        return await calls.AskAsync(() => grains.GetTicket(number).LookAsync(hash), cancellationToken);
    }
}
