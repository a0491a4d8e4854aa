using Switchyard.Blobs;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tickets;

/// <summary>The original's routes of a ticket: how it stands, and its result.</summary>
internal static class TicketEndpoints
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapTickets(this IEndpointRouteBuilder door)
    {
        door.MapMethods("/status/{id}&{token}", GetOrHead, StatusAsync)
            .WithMetadata(TokenRoute.Mark)
            .WithSummary("How a ticket stands")
            .WithWords(("id", "The number of the ticket."), ("token", "The token that its maker was told."))
            .Answers(200, "How it stands, in words.", "text/html");
        door.MapMethods("/result/{id}&{token}", GetOrHead, ResultAsync)
            .WithMetadata(TokenRoute.Mark)
            .WithSummary("A ticket's result, as often as wanted until the retention after the first complete download is over")
            .WithWords(("id", "The number of the ticket."), ("token", "The token that its maker was told."))
            .Answers(200, "The result; or in words why there is none.", "application/gzip")
            .Answers(206, "A part of the result.", "application/gzip");
    }

    private static async Task<IResult> StatusAsync(
        string id, HttpContext context, TicketLookup tickets, CancellationToken cancellationToken)
    {
        var ticket = await tickets.FindAsync(id, SentToken.Of(context), cancellationToken);
        return new TextAnswer(ticket?.Item.Status switch
        {
            null => TextAnswer.NoTicket,
            WorkStatus.Queued => TextAnswer.NotStarted,
            WorkStatus.Running => TextAnswer.Started,
            WorkStatus.Completed => TextAnswer.Finished,
            _ => TextAnswer.Errors,
        });
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
            null => new TextAnswer(TextAnswer.NoTicket),
            { Item.Status: WorkStatus.Queued or WorkStatus.Running } => new TextAnswer(TextAnswer.Pending),
            { Item.Status: not WorkStatus.Completed } => new TextAnswer(TextAnswer.Errors + "!"),
            { ResultBlob: { } blob } when await blobs.OpenAsync(blob, cancellationToken) is { } content =>
                new ResultDownload(ticket, content, grains, calls),
            _ => new TextAnswer(TextAnswer.NoOutput),
        };
    }
}
