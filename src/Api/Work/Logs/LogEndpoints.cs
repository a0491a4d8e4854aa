using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Work.Events;

namespace Switchyard.Work.Logs;

/// <summary>What an item wrote: all, its first or last lines, or live.</summary>
internal static class LogEndpoints
{
    private const int MostLines = 100_000;
    private const string PlainText = MediaTypeNames.Text.Plain;

    public static void MapLogs(this IEndpointRouteBuilder api) => api.MapGet("/work/{id:long}/log", GetAsync)
        .WithTags("Work")
        .WithMetadata(JudgesQueues.Mark)
        .Needs(Access.ReadItems)
        .WithSummary("What a work item wrote: all, its first or last lines, or live until it ends")
        .WithWords(("head", "So many of the first lines; not with tail."), ("tail", "So many of the last lines; with follow, so many to begin with."), ("follow", "true: server-sent events (log, reset, end) until the item ends; also by Accept: text/event-stream."))
        .Produces<string>(StatusCodes.Status200OK, PlainText, MediaTypeNames.Text.EventStream)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> GetAsync(
        long id, string? head, string? tail, string? follow, HttpContext context, WorkLookup lookup, ItemLogs logs, EventReads streams)
    {
        if (!TryReadLines(head, out var first) || !TryReadLines(tail, out var last) || (first is not null && last is not null))
        {
            return Problem.Invalid($"head or tail must be 1 to {MostLines} lines, and not both.");
        }

        if (follow is not (null or "" or "true" or "false"))
        {
            return Problem.Invalid("follow must be true or false.");
        }

        var isLive = follow == "true" || (follow is not "false" && AcceptsEvents(context.Request));
        if (isLive && first is not null)
        {
            return Problem.Invalid("head does not go with a log that is followed.");
        }

        var sight = Sight.Of(context);
        if (await lookup.FindItemAsync(id, sight) is not { } item)
        {
            return Problem.UnknownItem(id);
        }

        if (isLive)
        {
            return streams.TryBegin() is { } room ? new LogStream(room, id, sight, last, lookup, logs) : Busy(context);
        }

        var text = await logs.ReadAsync(item);
        return TypedResults.Text(
            first is { } from ? LogLines.Head(text, from) : last is { } to ? LogLines.Tail(text, to) : text, PlainText, System.Text.Encoding.UTF8);
    }

    private static ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return Problem.OfStatus(StatusCodes.Status503ServiceUnavailable, "Too many listen at this node; another one may have room.");
    }

    private static bool AcceptsEvents(HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept?.Contains(MediaTypeNames.Text.EventStream, StringComparison.OrdinalIgnoreCase) == true);

    private static bool TryReadLines(string? text, out int? lines)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostLines;
        lines = isNumber ? number : null;
        return isNumber || string.IsNullOrEmpty(text);
    }
}
