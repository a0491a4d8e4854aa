using Microsoft.Net.Http.Headers;
using Switchyard.Hosting;

namespace Switchyard.Downloads;

/// <summary>Sends an archive piece by piece.</summary>
internal sealed class ArchiveDownload(int clfId, ArchiveView archive, IClassifierGrain classifier, PatientCalls calls)
    : IResult, IContentTypeHttpResult
{
    public const string Type = "application/zip";

    public string? ContentType => Type;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var content = new GrainArchiveStream(classifier, archive, calls);
        var headers = httpContext.Response.Headers;
        headers.ContentDisposition = $"attachment; filename=\"data-{clfId}.zip\"";
        // The next build has the same address.
        headers.CacheControl = "no-cache";
        await TypedResults.Stream(
                content,
                Type,
                fileDownloadName: null,
                lastModified: null,
                // Another archive has another row.
                new EntityTagHeaderValue($"\"{archive.Id}\""),
                enableRangeProcessing: true)
            .ExecuteAsync(httpContext);
    }
}
