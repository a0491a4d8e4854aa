using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Jobs.Validation;
using Switchyard.Jobs.Wire;
using Switchyard.Work;

namespace Switchyard.Jobs;

/// <summary>The operator's view of the Jobs door.</summary>
internal static class OperationEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    public static void MapJobOperation(this IEndpointRouteBuilder jobs)
    {
        jobs.MapGet("", ListAsync)
            .WithSummary("One page of jobs, newest first")
            .WithWords(("status", "A status in the door's words: queued, initiated, validating and so on, completed or failed."), ("operation", "Operations between commas."), ("target", "The dataset."), ("ignoreCompleted", "true leaves out those that have ended."))
            .ProducesProblem(StatusCodes.Status400BadRequest);
        jobs.MapGet("/{id:long}", GetAsync).WithSummary("One job, with its lease").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<JsonAnswer<JobPageJson>, ProblemHttpResult>> ListAsync(
        string? status,
        string? operation,
        string? target,
        string? ignoreCompleted,
        string? order,
        string? after,
        int? limit,
        HttpContext context,
        IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problem.Invalid($"limit must be 1 to {MaxLimit}.");
        }

        var found = new Violations();
        var filter = JobRequests.ReadFilter(status, operation, ignoreCompleted, found) with { Target = target, Owner = Sight.Of(context).Owner };
        if (found.Told is [{ } wrong, ..])
        {
            return Problem.Invalid($"{wrong.Place}: {wrong.Message}.");
        }

        if (WorkConditions.ReadOrder(order, out var isAscending) is { } refusal)
        {
            return refusal;
        }

        if (!Cursor.TryRead(after, out var start))
        {
            return Problem.Invalid(Cursor.Refusal);
        }

        var page = await grains.Reach<IJobQueriesGrain>(0).ListAsync(filter with { NewestFirst = !isAscending }, start ?? 0, limit ?? DefaultLimit).WaitAsync(cancellationToken);
        return JsonAnswer.Of(
            new JobPageJson([.. page.Jobs.Where(Sight.Of(context).Shows).Select(job => HeldJobJson.Of(job))], Cursor.Write(page.Next)),
            JobsJson.Default.JobPageJson);
    }

    private static async Task<Results<JsonAnswer<HeldJobJson>, ProblemHttpResult>> GetAsync(
        long id, HttpContext context, IGrainFactory grains, CancellationToken cancellationToken) =>
        await grains.Reach<IJobGrain>(id).GetJobAsync().WaitAsync(cancellationToken) is { } job && Sight.Of(context).Shows(job)
            ? JsonAnswer.Of(HeldJobJson.Of(job), JobsJson.Default.HeldJobJson)
            : Problem.UnknownItem(id);
}
