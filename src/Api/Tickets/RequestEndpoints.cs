using Switchyard.Auth;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Tickets.Uploads;

namespace Switchyard.Tickets;

/// <summary>The original's routes before there is a ticket: what can be asked for, and asking for it.</summary>
internal static class RequestEndpoints
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapRequest(this IEndpointRouteBuilder door)
    {
        door.MapPost("/request", RequestAsync)
            .Needs(Access.Submit)
            .WithMetadata(RequestSizeLimit.Own)
            .WithSummary("Upload an archive (payload) for a service (service)")
            .TakesForm(("service", "The name of a service."), ("payload*", "The archive with its inputs."))
            .Answers(200, "The id and the token, or that there is no such service.", "text/html")
            .Answers(400, "The form is malformed, or its archive is refused.")
            .Answers(413, "The body is too large.");
        door.MapMethods("/request", GetOrHead, () => new ErrorPage(StatusCodes.Status400BadRequest, TicketRefusal.NoService.Detail))
            .WithSummary("The original's answer to a request without a form")
            .Answers(400, "The form is missing.");
        door.MapMethods("/supportedservices", GetOrHead, async (IGrainFactory grains) =>
                new ServiceList(await grains.GetServices().ListAsync()))
            .WithSummary("All services that some compute source may run, with their inputs")
            .Answers(200, "The services.", "text/html");
    }

    private static async Task<IResult> RequestAsync(HttpRequest request, TicketIntake intake, CancellationToken cancellationToken)
    {
        var taken = await intake.TakeAsync(request, isOnce: false, cancellationToken);
        return taken.Refusal switch
        {
            null => new TextAnswer($"Ask for ID: {taken.Id} with token: {taken.Token}"),
            { Type: TicketRefusal.UnknownService } => new TextAnswer(TextAnswer.NoService),
            { } refusal => new ErrorPage(refusal.Status, refusal.Detail),
        };
    }
}
