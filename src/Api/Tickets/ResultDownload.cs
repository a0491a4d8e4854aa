using Microsoft.Net.Http.Headers;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>
/// Sends a result. Only when all of it went out in one answer is the ticket told: its retention begins then, not with a
/// look, a part, or a transfer that broke.
/// </summary>
/// <param name="content">Can seek; disposed with the answer.</param>
internal sealed class ResultDownload(TicketView ticket, Stream content, IGrainFactory grains, PatientCalls calls)
    : IResult, IContentTypeHttpResult
{
    private const string Type = "application/x-tar";

    public string? ContentType => Type;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var body = content;
        var response = httpContext.Response;
        response.Headers.ContentDisposition = "attachment; filename=result.tar.gz";
        response.Headers.CacheControl = "no-cache";
        var file = TypedResults.Stream(
            body,
            Type,
            fileDownloadName: null,
            ticket.Item.FinishedAt,
            // Another result comes with another lease only.
            new EntityTagHeaderValue($"\"{ticket.Item.Id}-{ticket.Item.LeaseNumber}\""),
            enableRangeProcessing: true);
        await file.ExecuteAsync(httpContext);
        if (HttpMethods.IsGet(httpContext.Request.Method)
            && response.StatusCode == StatusCodes.Status200OK
            && !httpContext.RequestAborted.IsCancellationRequested)
        {
            await response.CompleteAsync();
            await TellAsync(ticket.Item.Id, grains, calls);
        }
    }

    /// <summary>The client has its result and may have left: that is no reason not to tell.</summary>
    public static Task TellAsync(long id, IGrainFactory grains, PatientCalls calls) => calls.AskAsync(
        async () =>
        {
            await grains.GetTicket(id).FetchedAsync();
            return true;
        },
        CancellationToken.None);
}
