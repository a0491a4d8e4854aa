using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Auth;
using Switchyard.Expertise.Identity;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Expertise.Status;

/// <summary>The newest API's routes of how jobs stand, and how they are deleted.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder door)
    {
        door.MapGet("/expertise/status", GetAsync)
            .WithSummary("How a job stands (jobId); without an id as /expertise/status/all")
            .WithWords(("jobId", "The number of the job."))
            .Produces<StatusJson>()
            .Produces<NewestErrorJson>(StatusCodes.Status403Forbidden)
            .Produces<NewestErrorJson>(StatusCodes.Status404NotFound);
        door.MapGet("/expertise/status/all", ListAsync)
            .WithSummary("The caller's jobs, newest first; status, memberOf, invitation, id (also as entityA.id) are beginnings that they must have")
            .WithQuery("status", "How the status begins.")
            .WithQuery("memberOf", "How the group begins.")
            .WithQuery("invitation", "How the invitation begins.")
            .WithQuery("id", "How the id of a paper begins; also as entityA.id or entityB.id.")
            .Produces<StatusListJson>()
            .Produces<NewestErrorJson>(StatusCodes.Status400BadRequest)
            .Produces<NewestErrorJson>(StatusCodes.Status403Forbidden);
        door.MapDelete("/expertise/{jobId}", DeleteAsync)
            .Needs(Access.Submit)
            .WithSummary("Delete a job that has ended, with all its files; answers what it was to do")
            .WithWords(("jobId", "The number of the job."))
            .Produces<JsonObject>()
            .Produces<NewestErrorJson>(StatusCodes.Status400BadRequest)
            .Produces<NewestErrorJson>(StatusCodes.Status403Forbidden)
            .Produces<NewestErrorJson>(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> GetAsync(
        string? jobId, HttpContext context, Callers callers, ExpertiseJobs jobs, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(jobId))
        {
            return await ListAsync(context, callers, jobs, cancellationToken);
        }

        var caller = await callers.IdentifyAsync(context, NewestStyle.Instance, cancellationToken);
        return ExpertiseAnswer.Of(
            Show(await jobs.FindAsync(jobId, caller, NewestStyle.Instance, cancellationToken)), ExpertiseJson.Relaxed.StatusJson);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Callers callers, ExpertiseJobs jobs, CancellationToken cancellationToken)
    {
        var caller = await callers.IdentifyAsync(context, NewestStyle.Instance, cancellationToken);
        var filter = StatusFilter.Read(context.Request.Query);
        var found = new List<StatusJson>();
        await foreach (var job in jobs.ListAsync(caller.IsSuperuser ? null : caller.User, cancellationToken))
        {
            if (Show(job) is var shown && filter.Takes(shown))
            {
                found.Add(shown);
            }
        }

        // Of the same millisecond the one that came later is first, too.
        found.Reverse();
        return ExpertiseAnswer.Of(
            new StatusListJson([.. found.OrderByDescending(job => job.Cdate)]), ExpertiseJson.Relaxed.StatusListJson);
    }

    private static async Task<IResult> DeleteAsync(
        string jobId, HttpContext context, Callers callers, ExpertiseJobs jobs, IGrainFactory grains, PatientCalls calls, CancellationToken cancellationToken)
    {
        var style = NewestStyle.Instance;
        var caller = await callers.IdentifyAsync(context, style, cancellationToken);
        var job = await jobs.FindAsync(jobId, caller, style, cancellationToken);
        if (NewestStatus.Of(job) is { IsFinal: false } status)
        {
            throw NotNow(status);
        }

        // Unknown: somebody was faster, or the answer to a first call was lost. It is deleted.
        var outcome = await calls.AskAsync(() => grains.GetExpertiseJob(job.Item.Id).DeleteAsync(), cancellationToken);
        return outcome is ActOutcome.Accepted or ActOutcome.Unknown
            ? ExpertiseAnswer.Of(DeletedJob.Show(job), ExpertiseJson.Relaxed.JsonObject)
            : throw NotNow(NewestStatus.Of(await jobs.FindAsync(jobId, caller, style, cancellationToken)));
    }

    private static ExpertiseRefusedException NotNow(NewestStatus status) =>
        NewestStyle.Instance.BadRequest($"cannot delete job in status {status.Status}");

    private static StatusJson Show(ExpertiseView job)
    {
        var (status, description) = NewestStatus.Of(job);
        return new StatusJson(
            job.Name,
            job.Owner,
            job.Item.Id.ToString(CultureInfo.InvariantCulture),
            status,
            description,
            job.Item.CreatedAt.ToUnixTimeMilliseconds(),
            job.ChangedAt.ToUnixTimeMilliseconds(),
            JsonElement.Parse(job.Request));
    }
}
