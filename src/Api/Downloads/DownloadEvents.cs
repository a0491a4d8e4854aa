using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Hosting;

namespace Switchyard.Downloads;

/// <summary>What the door heard, for operators.</summary>
internal static class DownloadEvents
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void MapDownloadEvents(this IEndpointRouteBuilder downloads) => downloads
        .MapGet("/events", ListAsync)
        .WithSummary("What was heard on Redis and asked over HTTP, the newest first; what was refused, too");

    private static async Task<Results<Ok<ListJson<DownloadEventJson>>, ProblemHttpResult>> ListAsync(
        int? limit, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problem.Invalid($"limit must be 1 to {MaxLimit}.");
        }

        var heard = await grains.GetDownloadListener().GetEventsAsync(limit ?? DefaultLimit).WaitAsync(cancellationToken);
        return TypedResults.Ok(new ListJson<DownloadEventJson>([.. heard.Select(DownloadEventJson.Of)]));
    }
}
