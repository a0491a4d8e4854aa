namespace Switchyard.Tickets;

/// <summary>What the upkeep asks of a ticket.</summary>
[Alias("switchyard.tickets.result-grain")]
internal interface ITicketResultGrain : IGrainWithIntegerKey
{
    /// <summary>The retention of a result is over: it is deleted, and no longer the ticket's if it was. May be repeated.</summary>
    [Alias("forget")]
    Task ForgetResultAsync(string blob);
}
