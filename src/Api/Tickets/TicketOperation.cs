using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Tickets.Uploads;
using Switchyard.Work;

namespace Switchyard.Tickets;

/// <summary>Tickets for programs of today: JSON, statuses that say something, the token in a header.</summary>
internal static class TicketOperation
{
    public static void MapTicketOperation(this IEndpointRouteBuilder tickets)
    {
        tickets.MapPost("", RequestAsync)
            .Needs(Access.Submit)
            .WithMetadata(RequestSizeLimit.Own)
            .WithSummary("Upload an archive (payload) for a service (service); the answer alone tells the token")
            .TakesForm(("service", "The name of a service."), ("payload*", "The archive with its inputs."))
            .WithHeader(IdempotencyKey.Header, IdempotencyKey.Words)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        var ticket = tickets.MapGroup("/{id}")
            .WithMetadata(TokenRoute.Mark, new DescribedSecret("ticket", SentToken.Header, "The token that the ticket's maker was told."))
            .WithWords(("id", "The number of the ticket."))
            .ProducesProblem(StatusCodes.Status404NotFound);
        ticket.MapGet("", GetAsync).WithSummary($"A ticket; its token comes as {SentToken.Header} or as a bearer token");
        ticket.MapMethods("/result", [HttpMethods.Get, HttpMethods.Head], ResultAsync)
            .WithSummary("Its result, also in parts")
            .Answers(StatusCodes.Status200OK, "The result.", "application/gzip")
            .Answers(StatusCodes.Status206PartialContent, "A part of the result.", "application/gzip")
            .ProducesProblem(StatusCodes.Status409Conflict);
        ticket.MapPost("/cancel", CancelAsync)
            .WithSummary("End it; when this answers, nothing of it runs any more")
            .ProducesProblem(StatusCodes.Status409Conflict);
        ticket.MapDelete("", DeleteAsync)
            .Needs(Access.Operate)
            .WithSummary("Remove a ticket that has ended with all that it has: for whoever has its token, and for operators")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static ProblemHttpResult NoTicket => Problem.Of(
        StatusCodes.Status404NotFound, "unknown-ticket", "There is no such ticket, or its token is another.");

    private static async Task<Results<Accepted<NewTicketJson>, ProblemHttpResult>> RequestAsync(
        HttpRequest request, TicketIntake intake, CancellationToken cancellationToken)
    {
        var taken = await intake.TakeAsync(request, isOnce: true, cancellationToken);
        return taken.Refusal is { } refusal
            ? Problem.Of(refusal.Status, refusal.Type, refusal.Detail)
            : TypedResults.Accepted($"/api/v1/tickets/{taken.Id}", new NewTicketJson(taken.Id, taken.Token!, WorkStatus.Queued));
    }

    private static async Task<Results<Ok<TicketJson>, ProblemHttpResult>> GetAsync(
        string id, HttpContext context, TicketLookup tickets, SourceRuns runs, WaitingReasons waits, CancellationToken cancellationToken)
    {
        if (await tickets.FindAsync(id, SentToken.Of(context), cancellationToken) is not { } ticket)
        {
            return NoTicket;
        }

        var (run, waiting) = (runs.FindAsync(ticket.Item), waits.WhyAsync(ticket.Item));
        await Task.WhenAll(run, waiting);
        return TypedResults.Ok(TicketJson.Of(ticket, await run, await waiting));
    }

    private static async Task<IResult> ResultAsync(
        string id,
        HttpContext context,
        TicketLookup tickets,
        IBlobStore blobs,
        IGrainFactory grains,
        PatientCalls calls,
        CancellationToken cancellationToken)
    {
        var ticket = await tickets.FindAsync(id, SentToken.Of(context), cancellationToken);
        return ticket switch
        {
            null => NoTicket,
            { Item.Status: WorkStatus.Queued or WorkStatus.Running } =>
                Problem.Of(StatusCodes.Status409Conflict, "not-finished", $"The ticket {id} has not ended yet."),
            { Item.Status: not WorkStatus.Completed } => Problem.Of(
                StatusCodes.Status409Conflict,
                "no-success",
                ticket.Error ?? ticket.Item.Error ?? $"The ticket {id} ended without a result."),
            { ResultBlob: { } blob } when await blobs.OpenAsync(blob, cancellationToken) is { } content =>
                new ResultDownload(ticket, content, grains, calls),
            _ => Problem.Of(
                StatusCodes.Status404NotFound, "no-result", "The service left no result, or it is not kept any longer."),
        };
    }

    private static async Task<Results<Ok<TicketJson>, ProblemHttpResult>> CancelAsync(
        string id,
        HttpContext context,
        TicketLookup tickets,
        SourceRuns runs,
        IGrainFactory grains,
        Cancellation cancellation,
        CancellationToken cancellationToken)
    {
        var token = SentToken.Of(context);
        if (await tickets.FindAsync(id, token, cancellationToken) is not { } ticket)
        {
            return NoTicket;
        }

        var outcome = await cancellation.CancelAsync(grains.GetTicket(ticket.Item.Id), "cancelled by its owner");
        return outcome switch
        {
            ActOutcome.Accepted when await tickets.FindAsync(id, token, cancellationToken) is { } cancelled =>
                TypedResults.Ok(TicketJson.Of(cancelled, await runs.FindAsync(cancelled.Item), waiting: null)),
            ActOutcome.Stale or ActOutcome.Conflict => Problem.Conflict($"The ticket {id} has ended already."),
            _ => NoTicket,
        };
    }

    /// <summary>By its token, or as an operator.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, HttpContext context, TicketLookup tickets, IGrainFactory grains, PatientCalls calls)
    {
        // Once under way it is not given up, even when the client leaves.
        var isOperator = SentToken.Of(context) is null || Person.May(context.User, Access.Operate);
        var item = (await tickets.FindAsync(id, SentToken.Of(context), CancellationToken.None))?.Item
            ?? (isOperator ? await tickets.FindAsync(id) : null);
        if (item is null)
        {
            return NoTicket;
        }

        // Unknown: somebody was faster, or the answer to a first call was lost. It is removed.
        var outcome = await calls.AskAsync(() => grains.Reach<IWorkRemovalGrain>(0).RemoveAsync(TicketNames.Kind, item.Id), CancellationToken.None);
        return outcome is ActOutcome.Conflict or ActOutcome.Stale
            ? Problem.Conflict($"The ticket {id} has not ended: cancel it first.")
            : TypedResults.NoContent();
    }
}
