using Switchyard.Auth;
using Switchyard.Compute;
using Switchyard.Doors;
using Switchyard.Downloads.Pages;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;

namespace Switchyard.Downloads;

/// <summary>The Downloads door: a classifier's archive, asked for without being lost, and fetched.</summary>
internal sealed class DownloadsDoor : FrontDoor<DownloadsOptions>
{
    public override string Name => "Downloads";

    public override bool MayHavePort => false;

    public override DoorStyle Style => DownloadsStyle.Instance;

    public override IReadOnlyList<string> Services => [DownloadNames.ExportService];

    public override ConsolePart ConsolePart => DownloadsConsole.Part;

    public override void MapRoutes(IEndpointRouteBuilder routes) => routes
        .MapGroup("/downloads")
        .WithMetadata(DownloadsStyle.Instance)
        .Needs(Access.ReadItems)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .MapDownloads();

    public override void MapApi(IEndpointRouteBuilder api) =>
        api.MapGroup("/downloads").Needs(Access.Read).MapDownloadEvents();

    protected override DownloadsOptions Read(IConfiguration configuration, ServicesOptions services) =>
        DownloadsSection.Read(configuration);

    protected override void Add(IServiceCollection services, DownloadsOptions options)
    {
        services.AddSingleton(new DoorKind(DownloadNames.Kind));
        services.AddSingleton(new DoorQueue(DownloadNames.Queue));
        services.AddSingleton(new SourceRunKind(DownloadNames.Kind));
        services.AddSingleton(new TagWords(Name, "Archives of classifiers."));
        services.AddSingleton(new ItemRoutes(DownloadNames.Kind, item => $"/downloads/{DownloadNames.ClassifierOf(item.Target)}/status")
        {
            Result = item => $"/downloads/{DownloadNames.ClassifierOf(item.Target)}",
        });
    }
}
