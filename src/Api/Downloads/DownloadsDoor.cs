using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Downloads;

/// <summary>The Downloads door: a classifier's archive, asked for without being lost, and fetched.</summary>
internal static class DownloadsDoor
{
    public const string Name = "Downloads";

    public static void AddDownloadsDoor(this IServiceCollection services)
    {
        services.AddSingleton<DoorStyle>(DownloadsStyle.Instance);
        services.AddSingleton(new DoorQueue(DownloadNames.Queue));
        services.AddSingleton(new SourceRunKind(DownloadNames.Kind));
    }

    public static void MapDownloadsDoor(this IEndpointRouteBuilder routes) => routes
        .MapGroup("/downloads")
        .WithTags(Name)
        .WithMetadata(DownloadsStyle.Instance)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .MapDownloads();

    public static void MapDownloadsApi(this IEndpointRouteBuilder api) =>
        api.MapGroup("/downloads").WithTags(Name).MapDownloadEvents();
}
