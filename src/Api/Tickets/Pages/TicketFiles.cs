using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Tickets.Pages;

/// <summary>
/// What the pages give to take away. The door's own route asks for the ticket's token, and begins the result's retention: a look by
/// an operator does not.
/// </summary>
internal static class TicketFiles
{
    public static string PathOf(long id) => $"console/tickets/{id}/result.tar.gz";

    public static void MapTicketFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/console/tickets/{id:long}/result.tar.gz", GetAsync).Needs(Access.Read).ExcludeFromDescription();

    private static async Task<Results<FileStreamHttpResult, NotFound>> GetAsync(
        long id, HttpContext context, IGrainFactory grains, IBlobStore blobs, CancellationToken cancellationToken)
    {
        if (await grains.GetTicket(id).ViewAsync() is not { ResultBlob: { } blob } ticket || await blobs.OpenAsync(blob, cancellationToken) is not { } content)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(content, "application/gzip", $"ticket-{id}.tar.gz", ticket.Item.FinishedAt, enableRangeProcessing: true);
    }
}
