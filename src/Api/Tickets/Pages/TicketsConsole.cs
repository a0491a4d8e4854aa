using Microsoft.AspNetCore.WebUtilities;
using MudBlazor;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;

namespace Switchyard.Tickets.Pages;

/// <summary>The Tickets door as one circuit sees it.</summary>
public sealed class TicketsConsole(IGrainFactory grains)
{
    /// <summary>The door in the console.</summary>
    public static readonly ConsolePart Part = new(
        typeof(TicketsConsole), [new("console/tickets", "Tickets", Icons.Material.Outlined.ConfirmationNumber)])
    {
        Door = new("Tickets", "console/tickets", queue => queue == TicketNames.Queue),
        Kinds = new Dictionary<string, Func<WorkItemView, string>?> { [TicketNames.Kind] = item => PathOf(item.Id) },
        ItemPanel = typeof(TicketPanel),
        MapFiles = routes => routes.MapTicketFiles(),
    };

    private readonly SourceRuns _runs = new(grains, [new SourceRunKind(TicketNames.Kind)]);
    private readonly Dictionary<long, string> _tokens = [];

    /// <summary>The page of a ticket.</summary>
    public static string PathOf(long id) => $"console/tickets/{id}";

    /// <summary>The page with the form of a service.</summary>
    public static string FormPathOf(string service) => QueryHelpers.AddQueryString("console/tickets/new", "service", service);

    /// <summary>What the cluster runs for tickets, with its forms.</summary>
    public async Task<IReadOnlyList<ServiceForm>> ListServicesAsync() =>
        [.. (await grains.GetServices().ListAsync()).Select(ServiceForm.Of)];

    /// <summary>The newest first.</summary>
    /// <param name="service">Contained in the service's name, ignoring case; null: any.</param>
    public Task<WorkPage> ListAsync(string? service, WorkStatus? status, string? cursor, int limit)
    {
        var filter = new WorkFilter { Kind = TicketNames.Kind, Queue = TicketNames.Queue, Status = status, NameContains = service };
        return grains.Reach<IWorkQueriesGrain>(0).ListAsync(filter, cursor, limit);
    }

    /// <summary>A ticket with its run; null when there is none.</summary>
    public async Task<TicketNow?> FindAsync(long id)
    {
        if (await grains.GetTicket(id).ViewAsync() is not { } ticket)
        {
            return null;
        }

        var run = _runs.FindAsync(ticket.Item);
        var waiting = ticket.Item.Status == WorkStatus.Queued ? grains.GetTicket(id).WhyWaitingAsync() : Task.FromResult<WaitingView?>(null);
        await Task.WhenAll(run, waiting);
        return await run is { } known
            ? new TicketNow(ticket, known.Source, known.Position, known.ExitCode, known.Log, await waiting)
            : new TicketNow(ticket, null, null, null, null, await waiting);
    }

    /// <summary>Ends a ticket for good.</summary>
    public Task<ActOutcome> CancelAsync(long id, string reason) => grains.GetTicket(id).CancelAsync(reason);

    /// <summary>Keeps the token of a ticket that was made here, to be shown as long as this circuit lives: nobody else knows it.</summary>
    public void Remember(long id, string token) => _tokens[id] = token;

    /// <summary>The token of a ticket that was made here; null for others.</summary>
    public string? TokenOf(long id) => _tokens.GetValueOrDefault(id);
}
