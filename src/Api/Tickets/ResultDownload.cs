using Microsoft.Net.Http.Headers;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>
/// Sends a result. Only when its last byte went out is the ticket told: its retention begins then, not with a look, a part
/// before the end, or a transfer that broke.
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
            && ReachesTheEnd(response)
            && !httpContext.RequestAborted.IsCancellationRequested)
        {
            await response.CompleteAsync();
            await TellAsync(ticket.Item.Id, grains, calls);
        }
    }

    /// <summary>All of it, or the rest of a download that was broken off.</summary>
    private static bool ReachesTheEnd(HttpResponse response) => response.StatusCode switch
    {
        StatusCodes.Status200OK => true,
        StatusCodes.Status206PartialContent => response.GetTypedHeaders().ContentRange is { To: { } last, Length: { } length } && last == length - 1,
        _ => false,
    };

    /// <summary>The client has its result and may have left: that is no reason not to tell.</summary>
    public static Task TellAsync(long id, IGrainFactory grains, PatientCalls calls) =>
        calls.AskAsync(() => grains.GetTicket(id).FetchedAsync(), CancellationToken.None);
}
