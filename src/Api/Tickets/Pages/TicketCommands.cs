namespace Switchyard.Tickets.Pages;

/// <summary>What the pages do, as commands for a shell.</summary>
internal static class TicketCommands
{
    /// <summary>Sends a ticket for the service that adds two numbers.</summary>
    public static string Send(string origin) =>
        """echo '{"inputs": {"f1": 2, "f2": 3, "op": "add"}}' > main.json && tar czf upload.tar.gz main.json && """
        + $"curl '{origin}/api/v1/tickets' -F service=FloatComputation -F payload=@upload.tar.gz";

    public static string Show(string origin, long id, string token) => $"curl -H 'X-Ticket-Token: {token}' '{origin}/api/v1/tickets/{id}'";

    public static string Fetch(string origin, long id, string token) =>
        $"curl -OJ -H 'X-Ticket-Token: {token}' '{origin}/api/v1/tickets/{id}/result'";
}
