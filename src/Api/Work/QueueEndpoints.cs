using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Queues: how deep, who works on them, how fast; pause and resume.</summary>
internal static class QueueEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private const int MaxName = 200;
    private const int MaxReasonLength = 500;
    private const int MaxRateMinutes = 24 * 60;

    public static void MapQueues(this IEndpointRouteBuilder api)
    {
        var queues = api.MapGroup("/queues").WithTags("Queues").Needs(Access.Read);
        queues.MapGet("", ListAsync).WithSummary("One page of queues by name: depth, oldest, rates, ETA, workers, pause");
        queues.MapPost("/pause", PauseAllAsync).Needs(Access.Operate).WithSummary("Pause all queues that are open; running work goes on")
            .WithExample("""{"reason": "The GPU moves"}""");
        queues.MapPost("/resume", ResumeAllAsync).Needs(Access.Operate).WithSummary("Resume all queues");

        var queue = queues.MapGroup("/{queue}").AddEndpointFilter(RequireKnownQueueAsync);
        queue.MapGet("", GetAsync).WithMark().WithSummary("One queue: depth, oldest, rates, ETA, workers, pause, policy");
        queue.MapPost("/pause", PauseAsync).Needs(Access.Operate).WithSummary("Hand nothing out until resumed; running work goes on")
            .WithExample("""{"reason": "The model is retrained"}""");
        queue.MapPost("/resume", ResumeAsync).Needs(Access.Operate).WithSummary("Hand out again");
        queue.MapGet("/workers", ListWorkersAsync).WithSummary("Who fetched work, newest sign of life first");
        queue.MapGet("/rates", GetRatesAsync).WithSummary("Events per minute, newest first; minutes without one are left out")
            .WithWords(("minutes", "How far back; 1 to 1,440. Default: 60."));
    }

    private static async Task<Results<Ok<ListJson<QueueDetails>>, ProblemHttpResult>> ListAsync(
        int? limit, string? after, string? order, QueueLookup lookup, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problem.Invalid($"limit must be 1 to {MaxLimit}.");
        }

        if (after?.Length > MaxName)
        {
            return Problem.Invalid(Cursor.Refusal);
        }

        // By name, so that here the usual order is the other one.
        return WorkConditions.ReadOrder(order, out var isAscending, usual: true) is { } refusal
            ? refusal
            : TypedResults.Ok(await lookup.ListAsync(after is { Length: > 0 } ? after : null, !isAscending, limit ?? DefaultLimit, cancellationToken));
    }

    private static async Task<Results<Ok<QueueDetails>, ProblemHttpResult>> GetAsync(string queue, QueueLookup lookup) =>
        TypedResults.Ok(await lookup.DetailsAsync(queue));

    private static async Task<Results<Ok<QueueDetails>, ProblemHttpResult>> PauseAsync(
        string queue, PauseRequest? request, HttpContext context, IGrainFactory grains, QueueLookup lookup)
    {
        if (ReadReason(request, context, out var reason) is { } refusal)
        {
            return refusal;
        }

        await grains.Reach<IQueueGrain>(queue).PauseAsync(Operator.Of(context), reason);
        return TypedResults.Ok(await lookup.DetailsAsync(queue));
    }

    private static async Task<Results<Ok<QueueDetails>, ProblemHttpResult>> ResumeAsync(
        string queue, HttpContext context, IGrainFactory grains, QueueLookup lookup)
    {
        await grains.Reach<IQueueGrain>(queue).ResumeAsync(Operator.Of(context));
        return TypedResults.Ok(await lookup.DetailsAsync(queue));
    }

    private static async Task<Results<Ok<ChangedQueues>, ProblemHttpResult>> PauseAllAsync(PauseRequest? request, HttpContext context, QueueLookup lookup) =>
        ReadReason(request, context, out var reason) is { } refusal
            ? refusal
            : TypedResults.Ok(new ChangedQueues(await lookup.PauseAllAsync(Operator.Of(context), reason)));

    private static async Task<Ok<ChangedQueues>> ResumeAllAsync(HttpContext context, QueueLookup lookup) =>
        TypedResults.Ok(new ChangedQueues(await lookup.ResumeAllAsync(Operator.Of(context))));

    private static async Task<Results<Ok<ListJson<WorkerView>>, ProblemHttpResult>> ListWorkersAsync(string queue, int? limit, IGrainFactory grains) =>
        limit is < 1 or > MaxLimit
            ? Problem.Invalid($"limit must be 1 to {MaxLimit}.")
            : TypedResults.Ok(new ListJson<WorkerView>(await WorkLookup.Queries(grains).ListWorkersAsync(queue, limit ?? DefaultLimit)));

    private static async Task<Results<Ok<ListJson<RatePoint>>, ProblemHttpResult>> GetRatesAsync(
        string queue, int? minutes, string? order, IGrainFactory grains, TimeProvider time)
    {
        if (minutes is < 1 or > MaxRateMinutes)
        {
            return Problem.Invalid($"minutes must be 1 to {MaxRateMinutes}.");
        }

        if (WorkConditions.ReadOrder(order, out var isAscending) is { } refusal)
        {
            return refusal;
        }

        var points = await WorkLookup.Queries(grains).GetRatesAsync(queue, time.GetUtcNow() - TimeSpan.FromMinutes(minutes ?? 60));
        return TypedResults.Ok(new ListJson<RatePoint>(isAscending ? points : [.. points.Reverse()]));
    }

    private static ProblemHttpResult? ReadReason(PauseRequest? request, HttpContext context, out string reason)
    {
        reason = request?.Reason ?? $"paused by {Operator.Of(context)}";
        return string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReasonLength ? Problem.Invalid($"reason must be 1 to {MaxReasonLength} characters.")
            : OutsideText.IsSound(reason) ? null
            : Problem.Invalid($"reason {OutsideText.Refusal}");
    }

    private static async ValueTask<object?> RequireKnownQueueAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var queue = (string)call.HttpContext.Request.RouteValues["queue"]!;
        return await call.HttpContext.RequestServices.GetRequiredService<QueueLookup>().IsKnownAsync(queue)
            ? await next(call)
            : Problem.UnknownQueue(queue);
    }

    /// <param name="Reason">Why, for people; 1 to 500 characters. Default: who pauses.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record PauseRequest(string? Reason);

    /// <param name="Queues">How many were paused, or resumed.</param>
    internal sealed record ChangedQueues(int Queues);
}
