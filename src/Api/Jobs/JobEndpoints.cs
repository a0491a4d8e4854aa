using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Jobs.Validation;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>The original's routes of jobs.</summary>
internal static class JobEndpoints
{
    private const string KeyHeader = "Idempotency-Key";
    private const int MaxKeyLength = 200;

    public static void MapJobs(this IEndpointRouteBuilder door, JobsOptions options)
    {
        door.MapGet("/jobs", ListAsync)
            .TakesLastOfRepeated()
            .Needs(Access.FollowItems)
            .WithSummary("All jobs that the conditions allow, oldest first")
            .WithWords(("status", "A status in the door's words."), ("operation", "Operations between commas."), ("ignoreCompleted", "true leaves out those that have ended."))
            .Produces<JobJson[]>()
            .Produces<MessageJson>(StatusCodes.Status400BadRequest);
        door.MapPost("/jobs", CreateAsync)
            .Needs(Access.Submit)
            .WithMetadata(RequestSizeLimit.Own, new CookieGate(options.Jwt))
            .WithSummary("Make jobs, each unless its target has an active one; the answer has an item for each, in their order")
            .TakesBody<NewJobsJson>("""{"jobs": [{"operation": "ADD", "target": "MY_DATASET", "description": "First"}]}""")
            .Produces<AdmissionJson[]>()
            .Produces<MessageJson>(StatusCodes.Status400BadRequest)
            .Produces<MessageJson>(StatusCodes.Status401Unauthorized);
        door.MapGet("/jobs/{jobId}", GetAsync)
            .Needs(Access.FollowItems)
            .WithSummary("One job")
            .Produces<JobJson>()
            .Produces<MessageJson>(StatusCodes.Status400BadRequest)
            .Produces<MessageJson>(StatusCodes.Status404NotFound);
        door.MapPut("/jobs/{jobId}", UpdateAsync)
            .Needs(Access.Work)
            .WithMetadata(RequestSizeLimit.Own)
            .WithMetadata(WorkerKeyGate.Of(options, needed: true))
            .WithSummary("A worker's report; a terminal job takes none")
            .TakesBody<JobUpdateJson>("""{"status": "validating", "log": "Half done"}""")
            .Produces<MessageJson>()
            .Produces<MessageJson>(StatusCodes.Status400BadRequest)
            .Produces<MessageJson>(StatusCodes.Status401Unauthorized)
            .Produces<MessageJson>(StatusCodes.Status404NotFound)
            .Produces<MessageJson>(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(
        string? status, string? operation, string? ignoreCompleted, HttpContext context, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = new Violations();
        var filter = JobRequests.ReadFilter(status, operation, ignoreCompleted, found) with { Owner = Sight.Of(context).Owner };
        return found.Count > 0 ? new ViolationsAnswer(found) : await JobLists.ReadAsync(grains, time, filter, cancellationToken);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, JobCreators creators, JobIntake intake, CancellationToken cancellationToken)
    {
        var (jobs, malformed) = await RequestBody.ReadAsync(context.Request, JobLimits.JobsBody, NewJobs.Read, cancellationToken);
        if (malformed is not null)
        {
            return malformed;
        }

        if (!TryReadKey(context.Request, out var key))
        {
            return NoKey(key!);
        }

        var (creator, refusal) = await creators.FindAsync(context.Request, cancellationToken);
        return refusal
            ?? JsonAnswer.Of(await intake.AdmitAsync(jobs!, creator!, Operator.AccountOf(context), key, cancellationToken), JobsJson.Default.AdmissionJsonArray);
    }

    private static async Task<IResult> GetAsync(
        string jobId, HttpContext context, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        if (JobRequests.ReadId(jobId) is not { } id)
        {
            return JobRequests.NoId(jobId);
        }

        return id > 0 && await grains.Reach<IJobGrain>(id).GetJobAsync().WaitAsync(cancellationToken) is { } job && Sight.Of(context).Shows(job)
            ? JsonAnswer.Of(JobJson.Of(job, time.LocalTimeZone), JobsJson.Default.JobJson)
            : new MessageAnswer(StatusCodes.Status404NotFound, $"No job found for jobId: {jobId}");
    }

    private static async Task<IResult> UpdateAsync(
        string jobId, HttpRequest request, JobReports reports, CancellationToken cancellationToken)
    {
        var (update, malformed) = await RequestBody.ReadAsync(request, JobLimits.Report, JobRequests.ReadUpdate, cancellationToken);
        if (malformed is not null)
        {
            return malformed;
        }

        if (JobRequests.ReadId(jobId) is not { } id)
        {
            return JobRequests.NoId(jobId);
        }

        var outcome = id > 0 ? await reports.UpdateAsync(id, update!, cancellationToken) : JobUpdateOutcome.Unknown;
        return outcome switch
        {
            JobUpdateOutcome.Updated => new MessageAnswer(StatusCodes.Status200OK, $"Updated job with jobId {jobId}"),
            JobUpdateOutcome.Ended => new MessageAnswer(StatusCodes.Status409Conflict, $"Job with id {jobId} has already been completed"),
            JobUpdateOutcome.Leased => new MessageAnswer(
                StatusCodes.Status409Conflict, $"Job with id {jobId} is held by a worker under a lease that runs out"),
            _ => new MessageAnswer(StatusCodes.Status404NotFound, $"Could not find job with id {jobId}"),
        };
    }

    private static bool TryReadKey(HttpRequest request, out string? key)
    {
        key = request.Headers.TryGetValue(KeyHeader, out var sent) ? sent.ToString() : null;
        return key is null || (key.Length is > 0 and <= MaxKeyLength && OutsideText.IsSound(key));
    }

    private static ViolationsAnswer NoKey(string key)
    {
        var found = new Violations();
        found.Add("value_error", Place.Header.Member(KeyHeader), $"Value error, must be 1 to {MaxKeyLength} characters", key);
        return new ViolationsAnswer(found);
    }
}
