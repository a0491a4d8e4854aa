using Microsoft.Net.Http.Headers;

namespace Switchyard.Tables;

/// <summary>
/// Sends a file while a grain makes it. A failure before the first byte is an error answer; after it, the connection is
/// cut, so that nobody takes a part for the whole.
/// </summary>
internal sealed class ExportDownload(string name, string type, Func<IAsyncEnumerable<byte[]>> export) : IResult, IContentTypeHttpResult
{
    /// <summary>
    /// Chunks that come from the grain in one message, 128 KiB at most: the grain ends an export that nobody asks for a
    /// while, and a slow client must have sent on one message before the next is asked for.
    /// </summary>
    private const int Batch = 2;

    public string? ContentType => type;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var left = httpContext.RequestAborted;
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            Describe(response);
            return;
        }

        // The enumerator tells the grain when it is left early.
        await using var chunks = export().WithBatchSize(Batch).GetAsyncEnumerator(left);
        var more = await chunks.MoveNextAsync();
        Describe(response);
        await response.StartAsync(left);
        while (more)
        {
            await response.Body.WriteAsync(chunks.Current, left);
            more = await chunks.MoveNextAsync();
        }
    }

    private void Describe(HttpResponse response)
    {
        response.ContentType = type;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
    }
}
