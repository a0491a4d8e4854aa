using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Tickets.Classic;

/// <summary>The classic protocol, for 3D Slicer's client: one configured service.</summary>
internal static class ClassicEndpoints
{
    public static void MapClassic(this IEndpointRouteBuilder door, ClassicOptions classic)
    {
        door.MapGet("/interface", (ClassicPredictions predictions, CancellationToken cancellationToken) =>
                InterfaceAsync(classic, predictions, cancellationToken))
            .WithSummary("The inputs of the one service");
        door.MapPost("/predict", (HttpRequest request, ClassicPredictions predictions, CancellationToken cancellationToken) =>
                predictions.PredictAsync(classic.Service!, request, cancellationToken))
            .Needs(Access.Submit)
            .WithMetadata(RequestSizeLimit.Own)
            .WithSummary("Ask for a prediction, a form field for each input; answered at once with a delayed response");
        door.MapPost("/responses", (HttpRequest request, ClassicPredictions predictions, CancellationToken cancellationToken) =>
                predictions.RespondAsync(request, cancellationToken))
            .WithSummary("The results of a delayed response, or another delayed response");
    }

    private static async Task<IResult> InterfaceAsync(
        ClassicOptions classic, ClassicPredictions predictions, CancellationToken cancellationToken) =>
        await predictions.FindServiceAsync(classic.Service!, cancellationToken) is { } service
            ? new ClassicAnswer(json => ClassicInterface.Write(json, service, classic))
            : new ErrorPage(StatusCodes.Status503ServiceUnavailable, "No compute source may run the service.");
}
