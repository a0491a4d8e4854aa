using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Work.Events;

/// <summary>What happens to work, while it happens.</summary>
internal static class EventEndpoints
{
    /// <summary>Characters; no kind and no queue has a longer name.</summary>
    private const int MaxNameLength = 200;

    private const int MaxPlaceLength = 100;

    private const string BusyRetryAfter = "5";

    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapGet("/events", ListenAsync)
        .WithTags("Events")
        .WithMetadata(JudgesQueues.Mark)
        .Needs(Access.ReadItems)
        .WithSummary("What happens to work of every kind on all nodes, as server-sent events; goes on after Last-Event-ID")
        .WithWords(("Last-Event-ID", "The id of the last event that was had: the stream goes on after it."))
        .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Text.EventStream)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ListenAsync(
        string? kind,
        string? queue,
        string? id,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        HttpContext context,
        EventReads reads,
        IEnumerable<DoorKind> kinds)
    {
        if (kind is { Length: 0 } || queue is { Length: 0 or > MaxNameLength })
        {
            return Problem.Invalid($"kind and queue must be 1 to {MaxNameLength} characters.");
        }

        if (WorkConditions.ReadKind(kind, kinds) is { } unknown)
        {
            return unknown;
        }

        long? item = null;
        if (id is not null)
        {
            if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return Problem.Invalid("id must be the id of a work item.");
            }

            item = number;
        }

        var sight = Sight.Of(context);
        var filter = new EventFilter { Kind = kind, Queue = queue, Id = item, Owner = sight.Owner, Queues = sight.Queues };
        if (reads.TryBegin() is not { } reading)
        {
            context.Response.Headers.RetryAfter = BusyRetryAfter;
            return Problem.OfStatus(StatusCodes.Status503ServiceUnavailable, "Too many listen to events of this node; another one may have room.");
        }

        try
        {
            // Answered when all nodes tell: what the client does after the answer's head, it hears of.
            var place = lastEventId is { Length: > 0 } known ? known[..Math.Min(known.Length, MaxPlaceLength)] : null;
            var start = await reads.ReadAsync(place, filter, TimeSpan.Zero, context.RequestAborted);
            return new EventStream(reading, reads, filter, start);
        }
        catch
        {
            reading.Dispose();
            throw;
        }
    }
}
