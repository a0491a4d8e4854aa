using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Queues: how deep, who works on them, how fast; pause and resume.</summary>
internal static class QueueEndpoints
{
    private const int MaxReasonLength = 500;
    private const int MaxWorkers = 1000;
    private const int MaxRateMinutes = 24 * 60;

    public static void MapQueues(this IEndpointRouteBuilder api)
    {
        var queues = api.MapGroup("/queues").WithTags("Queues").Needs(Access.Read);
        queues.MapGet("", ListAsync).WithSummary("All queues");

        var queue = queues.MapGroup("/{queue}").AddEndpointFilter(RequireKnownQueueAsync);
        queue.MapGet("", GetAsync).WithSummary("One queue: depth, oldest, totals, pause");
        queue.MapPost("/pause", PauseAsync).Needs(Access.Operate).WithSummary("Hand nothing out until resumed; running work goes on");
        queue.MapPost("/resume", ResumeAsync).Needs(Access.Operate).WithSummary("Hand out again");
        queue.MapGet("/workers", ListWorkersAsync).WithSummary("Who fetched work, newest sign of life first");
        queue.MapGet("/rates", GetRatesAsync).WithSummary("Events per minute, oldest first; minutes without one are left out");
    }

    private static async Task<Ok<QueueStatus[]>> ListAsync(IGrainFactory grains)
    {
        var names = await WorkLookup.Queries(grains).ListQueuesAsync();
        return TypedResults.Ok(await Task.WhenAll(names.Select(name => grains.Reach<IQueueGrain>(name).GetStatusAsync())));
    }

    private static async Task<Results<Ok<QueueDetails>, ProblemHttpResult>> GetAsync(string queue, QueueLookup lookup) =>
        TypedResults.Ok(await lookup.DetailsAsync(queue));

    private static async Task<Results<Ok<QueueStatus>, ProblemHttpResult>> PauseAsync(
        string queue, PauseRequest request, HttpContext context, IGrainFactory grains)
    {
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > MaxReasonLength)
        {
            return Problem.Invalid($"reason must be 1 to {MaxReasonLength} characters.");
        }

        if (!OutsideText.IsSound(request.Reason))
        {
            return Problem.Invalid($"reason {OutsideText.Refusal}");
        }

        var grain = grains.Reach<IQueueGrain>(queue);
        await grain.PauseAsync(Operator.Of(context), request.Reason);
        return TypedResults.Ok(await grain.GetStatusAsync());
    }

    private static async Task<Results<Ok<QueueStatus>, ProblemHttpResult>> ResumeAsync(
        string queue, HttpContext context, IGrainFactory grains)
    {
        var grain = grains.Reach<IQueueGrain>(queue);
        await grain.ResumeAsync(Operator.Of(context));
        return TypedResults.Ok(await grain.GetStatusAsync());
    }

    private static async Task<Results<Ok<IReadOnlyList<WorkerView>>, ProblemHttpResult>> ListWorkersAsync(
        string queue, int? limit, IGrainFactory grains)
    {
        if (limit is < 1 or > MaxWorkers)
        {
            return Problem.Invalid($"limit must be 1 to {MaxWorkers}.");
        }

        return TypedResults.Ok(await WorkLookup.Queries(grains).ListWorkersAsync(queue, limit ?? 100));
    }

    private static async Task<Results<Ok<IReadOnlyList<RatePoint>>, ProblemHttpResult>> GetRatesAsync(
        string queue, int? minutes, IGrainFactory grains, TimeProvider time)
    {
        if (minutes is < 1 or > MaxRateMinutes)
        {
            return Problem.Invalid($"minutes must be 1 to {MaxRateMinutes}.");
        }

        var since = time.GetUtcNow() - TimeSpan.FromMinutes(minutes ?? 60);
        return TypedResults.Ok(await WorkLookup.Queries(grains).GetRatesAsync(queue, since));
    }

    private static async ValueTask<object?> RequireKnownQueueAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var queue = (string)call.HttpContext.Request.RouteValues["queue"]!;
        return await call.HttpContext.RequestServices.GetRequiredService<QueueLookup>().IsKnownAsync(queue)
            ? await next(call)
            : Problem.UnknownQueue(queue);
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record PauseRequest(string Reason);
}
