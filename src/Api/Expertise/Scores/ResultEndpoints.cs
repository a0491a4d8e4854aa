using System.Text.Json;
using Switchyard.Expertise.Identity;
using Switchyard.Expertise.Status;
using Switchyard.Hosting;

namespace Switchyard.Expertise.Scores;

/// <summary>The routes of scores and of what is known of a dataset.</summary>
internal static class ResultEndpoints
{
    public static void MapResults(this IEndpointRouteBuilder door)
    {
        door.MapGet("/expertise/results", ResultsAsync)
            .WithSummary("A job's scores (jobId, format=json or csv, deleteOnGet); with job_id and delete_on_get as the seed answers")
            .WithQuery("jobId", "The number of the job; as job_id the seed answers.")
            .WithQuery("format", "json or csv.")
            .WithQuery("deleteOnGet", "true deletes the job when it was read; of the seed delete_on_get.")
            .Produces<NewestScoresJson>()
            .Produces<NewestErrorJson>(StatusCodes.Status400BadRequest)
            .Produces<NewestErrorJson>(StatusCodes.Status403Forbidden)
            .Produces<NewestErrorJson>(StatusCodes.Status404NotFound);
        door.MapGet("/expertise/metadata", MetadataAsync)
            .WithSummary("What is known of a job's dataset (jobId): who has no profile, who no publications")
            .WithQuery("jobId", "The number of the job.", isRequired: true)
            .Produces<JsonElement>()
            .Produces<NewestErrorJson>(StatusCodes.Status400BadRequest)
            .Produces<NewestErrorJson>(StatusCodes.Status403Forbidden)
            .Produces<NewestErrorJson>(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ResultsAsync(
        HttpContext context, Callers callers, ExpertiseJobs jobs, JobScores scores, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        if (!query.ContainsKey("jobId") && query.ContainsKey("job_id"))
        {
            return await SeedEndpoints.ResultsAsync(context, callers, jobs, scores, cancellationToken);
        }

        var job = await FindCompletedAsync("Scores not found", context, callers, jobs, cancellationToken);
        var deletes = IsTrue(query["deleteOnGet"].FirstOrDefault());
        var asCsv = string.Equals(query["format"].FirstOrDefault(), "csv", StringComparison.OrdinalIgnoreCase);
        return await scores.OfNewestAsync(job, asCsv, deletes, cancellationToken);
    }

    private static async Task<IResult> MetadataAsync(
        HttpContext context, Callers callers, ExpertiseJobs jobs, JobScores scores, CancellationToken cancellationToken) =>
        await scores.MetadataAsync(
            await FindCompletedAsync("Metadata not available", context, callers, jobs, cancellationToken), cancellationToken);

    /// <param name="lack">What there is not before a job has completed.</param>
    private static async Task<ExpertiseView> FindCompletedAsync(
        string lack, HttpContext context, Callers callers, ExpertiseJobs jobs, CancellationToken cancellationToken)
    {
        var style = NewestStyle.Instance;
        var caller = await callers.IdentifyAsync(context, style, cancellationToken);
        if (context.Request.Query["jobId"] is not [{ Length: > 0 } id, ..])
        {
            throw style.BadRequest("jobId is required");
        }

        var job = await jobs.FindAsync(id, caller, style, cancellationToken);
        var (status, description) = NewestStatus.Of(job);
        return status == NewestStatus.Completed
            ? job
            : throw new ExpertiseRefusedException(StatusCodes.Status404NotFound, $"{lack} - status: {status} | description: {description}");
    }

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Scores as the API's description shows them; they are written as they are read.</summary>
internal sealed record NewestScoresJson(IReadOnlyList<NewestScoreJson> Results, JsonElement Metadata);

internal sealed record NewestScoreJson(string EntityA, string EntityB, double Score);
