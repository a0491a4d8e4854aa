using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Downloads;

/// <summary>Ask for an archive, look how it stands, fetch it.</summary>
internal static class DownloadEndpoints
{
    private const string Source = "http";

    /// <summary>No other text is an id: what does not match is no route.</summary>
    private const string Classifier = "/{clfId:int:min(1)}";

    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapDownloads(this IEndpointRouteBuilder door)
    {
        door.MapPost("", RequestAsync)
            .Needs(Access.Submit)
            .WithSummary("Ask for a classifier's archive")
            .WithExample("""{"clfId": 7}""")
            .WithDescription("Answered when the request is durable. While an archive of the classifier is being built, that is the one.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        door.MapGet(Classifier + "/status", StatusAsync).WithSummary("How a classifier's archive stands")
            .WithWords(("clfId", "The classifier's id."));
        door.MapMethods(Classifier, GetOrHead, ArchiveAsync)
            .WithSummary("A classifier's newest archive, also in parts")
            .WithWords(("clfId", "The classifier's id."))
            .WithDescription("One range at a time, with If-Range. An archive that is replaced meanwhile cuts the transfer.")
            .Produces<byte[]>(StatusCodes.Status200OK, ArchiveDownload.Type)
            .Produces<byte[]>(StatusCodes.Status206PartialContent, ArchiveDownload.Type)
            .Produces(StatusCodes.Status304NotModified)
            .Produces(StatusCodes.Status416RangeNotSatisfiable);
    }

    private static async Task<Results<Accepted<AskedDownloadJson>, ProblemHttpResult>> RequestAsync(
        NewDownloadJson wanted, HttpContext context, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (wanted.ClfId is not ({ } clfId and > 0))
        {
            return Problem.Invalid("clfId must be a whole number from 1 to 2147483647.");
        }

        var request = await grains.GetClassifier(clfId).RequestAsync(Operator.AccountOf(context) ?? Source).WaitAsync(cancellationToken);
        return request.Outcome switch
        {
            DownloadRequestOutcome.Off => DoorOff,
            DownloadRequestOutcome.Unknown => UnknownClassifier(clfId),
            var outcome => TypedResults.Accepted(
                $"/downloads/{clfId}/status",
                new AskedDownloadJson(clfId, Download: 1, request.ItemId, outcome == DownloadRequestOutcome.Joined)),
        };
    }

    private static async Task<Results<Ok<DownloadStatusJson>, ProblemHttpResult>> StatusAsync(
        int clfId, IGrainFactory grains, CancellationToken cancellationToken) =>
        await grains.GetClassifier(clfId).GetAsync().WaitAsync(cancellationToken) is { } view
            ? TypedResults.Ok(new DownloadStatusJson(view.ClfId, view.Download, view.Error, view.ItemId))
            : await NoClassifierAsync(clfId, grains, cancellationToken);

    private static async Task<IResult> ArchiveAsync(
        int clfId, IGrainFactory grains, PatientCalls calls, CancellationToken cancellationToken)
    {
        var classifier = grains.GetClassifier(clfId);
        if (await classifier.FindArchiveAsync().WaitAsync(cancellationToken) is { } archive)
        {
            return new ArchiveDownload(clfId, archive, classifier, calls);
        }

        return await classifier.GetAsync().WaitAsync(cancellationToken) is { } view
            ? NoArchive(view)
            : await NoClassifierAsync(clfId, grains, cancellationToken);
    }

    private static ProblemHttpResult DoorOff => Problem.Of(
        StatusCodes.Status404NotFound, "door-off", "The Downloads door is off: the nodes have no Downloads:ConnectionString.");

    private static async Task<ProblemHttpResult> NoClassifierAsync(int clfId, IGrainFactory grains, CancellationToken cancellationToken) =>
        (await grains.GetDownloadListener().GetStateAsync().WaitAsync(cancellationToken)).IsOn ? UnknownClassifier(clfId) : DoorOff;

    private static ProblemHttpResult UnknownClassifier(int clfId) =>
        Problem.Of(StatusCodes.Status404NotFound, "unknown-classifier", $"There is no classifier {clfId}.");

    private static ProblemHttpResult NoArchive(DownloadView view) => Problem.Of(
        StatusCodes.Status404NotFound,
        "no-archive",
        view switch
        {
            { Download: 1 } => $"The archive of classifier {view.ClfId} is being built: its status is 1.",
            { Error: { } error } => $"There is no archive of classifier {view.ClfId}: its status is {view.Download}, for the newest build failed: {error}",
            _ => $"There is no archive of classifier {view.ClfId}: its status is {view.Download}. Ask for one with POST /downloads.",
        },
        ("download", view.Download),
        ("error", view.Error));
}
