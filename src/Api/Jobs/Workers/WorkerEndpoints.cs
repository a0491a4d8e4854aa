using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Hosting;
using Switchyard.Jobs.Validation;
using Switchyard.Jobs.Wire;
using Switchyard.Work;

namespace Switchyard.Jobs.Workers;

/// <summary>
/// The better protocol for workers: a claim brings jobs under leases; who holds a lease acts with its number, and whose
/// lease has gone to another is told so.
/// </summary>
internal static class WorkerEndpoints
{
    public static void MapWorkers(this IEndpointRouteBuilder jobs)
    {
        jobs.MapPost("/claim", ClaimAsync)
            .WithSummary("Lease jobs, oldest first; with Prefer: wait=N the answer waits up to N seconds for the first")
            .WithExample("""{"worker": "w1", "operations": ["ADD"], "max": 1, "lease": 300}""")
            .WithHeader("Prefer", "wait=N: how many seconds the answer may wait for the first job, 20 at most.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        var job = jobs.MapGroup("/{id:long}")
            .WithMetadata(new RequestSizeLimit(JobLimits.Report))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        job.MapPost("/renew", RenewAsync).WithSummary("Extend a lease, and report how far the work is")
            .WithExample("""{"leaseNumber": 1, "lease": "PT5M", "status": "validating", "log": "Half done"}""");
        job.MapPost("/complete", CompleteAsync).WithSummary("End a job with success; may be repeated")
            .WithExample("""{"leaseNumber": 1, "log": "Done"}""");
        job.MapPost("/fail", FailAsync).WithSummary("End a job without success, or give it back to its queue")
            .WithExample("""{"leaseNumber": 1, "error": "The file is broken", "retry": true, "retryAfter": 60}""");
    }

    private static async Task<Results<JsonAnswer<ClaimedJson>, ProblemHttpResult>> ClaimAsync(
        ClaimRequest request, HttpContext context, JobClaims claims, JobsOptions options, CancellationToken cancellationToken)
    {
        if (WorkerChecks.Of(request) is { } wrong)
        {
            return Problem.Invalid(wrong);
        }

        var wait = PreferWait.Read(context.Request.Headers["Prefer"]);
        var claimed = await claims.ClaimAsync(
            new JobClaim(
                request.Worker,
                [.. (request.Operations ?? []).Select(word => JobWords.TryParse(word, out JobOperation? operation) ? operation.Value : default).Distinct()],
                request.Max ?? 1,
                request.Lease ?? options.LeaseTimeout,
                TimeSpan.FromSeconds(wait ?? 0)),
            cancellationToken);
        if (wait is not null)
        {
            context.Response.Headers["Preference-Applied"] = $"wait={wait}";
        }

        return JsonAnswer.Of(
            new ClaimedJson([.. claimed.Jobs.Select(job => HeldJobJson.Of(job))], claimed.Paused),
            JobsJson.Default.ClaimedJson);
    }

    private static async Task<Results<JsonAnswer<HeldJobJson>, ProblemHttpResult>> RenewAsync(
        long id, RenewRequest request, WorkerActs acts, JobsOptions options, CancellationToken cancellationToken)
    {
        if (WorkerChecks.Of(request) is { } wrong)
        {
            return Problem.Invalid(wrong);
        }

        var description = request.Description is { } text ? ReportedText.Shorten(text, JobLimits.Description) : null;
        var update = new JobUpdate(WorkerChecks.Stage(request.Status), description, request.Log);
        var act = acts.RenewAsync(id, request.LeaseNumber, request.Lease ?? options.LeaseTimeout, update, cancellationToken);
        return Show(id, await act);
    }

    private static async Task<Results<JsonAnswer<HeldJobJson>, ProblemHttpResult>> CompleteAsync(
        long id, CompleteRequest request, WorkerActs acts, CancellationToken cancellationToken)
    {
        return Show(id, await acts.CompleteAsync(id, request.LeaseNumber, request.Log, cancellationToken));
    }

    private static async Task<Results<JsonAnswer<HeldJobJson>, ProblemHttpResult>> FailAsync(
        long id, FailRequest request, WorkerActs acts, CancellationToken cancellationToken)
    {
        if (WorkerChecks.Of(request) is { } wrong)
        {
            return Problem.Invalid(wrong);
        }

        var act = acts.FailAsync(id, request.LeaseNumber, request.Error, request.Retry, request.RetryAfter, cancellationToken);
        return Show(id, await act);
    }

    private static Results<JsonAnswer<HeldJobJson>, ProblemHttpResult> Show(long id, JobActResult result) => result switch
    {
        { Outcome: ActOutcome.Accepted, Job: { } job } => JsonAnswer.Of(HeldJobJson.Of(job), JobsJson.Default.HeldJobJson),
        { Outcome: ActOutcome.Stale, Job: { } job } => Problem.Of(
            StatusCodes.Status409Conflict,
            "stale-lease",
            $"The job {id} has the lease number {job.LeaseNumber} by now.",
            ("leaseNumber", job.LeaseNumber)),
        { Outcome: ActOutcome.Conflict, Job: { } job } => Problem.Conflict($"The job {id} is {JobWords.Of(job.Status)}: no worker holds it under a lease."),
        _ => Problem.UnknownItem(id),
    };
}
