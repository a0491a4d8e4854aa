using System.Globalization;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tickets;

/// <summary>Finds the ticket of an id and a token. Nobody learns which of the two was wrong.</summary>
internal sealed class TicketLookup(IGrainFactory grains, PatientCalls calls)
{
    /// <param name="id">As it was sent; anything.</param>
    /// <param name="token">Null: none was sent.</param>
    public async Task<TicketView?> FindAsync(string? id, string? token, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 } || NumberOf(id) is not { } number)
        {
            return null;
        }

        var hash = TicketToken.Hash(token);
        return await calls.AskAsync(() => grains.GetTicket(number).LookAsync(hash), cancellationToken);
    }

    /// <summary>For operators, who need no token; null when there is no such ticket.</summary>
    public async Task<WorkItemView?> FindAsync(string? id) =>
        NumberOf(id) is { } number ? await calls.AskAsync(() => grains.GetTicket(number).GetAsync(), CancellationToken.None) : null;

    private static long? NumberOf(string? id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
