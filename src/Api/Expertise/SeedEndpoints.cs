using System.Globalization;
using Switchyard.Expertise.Identity;
using Switchyard.Expertise.Scores;
using Switchyard.Expertise.Status;
using Switchyard.Hosting;

namespace Switchyard.Expertise;

/// <summary>The seed's routes but the one that submits.</summary>
internal static class SeedEndpoints
{
    public static async Task<IResult> ListAsync(
        HttpContext context, Callers callers, ExpertiseJobs jobs, CancellationToken cancellationToken)
    {
        var caller = await callers.IdentifyAsync(context, SeedStyle.Instance, cancellationToken);
        var (dataset, scoring) = (new List<SeedStepJson>(), new List<SeedStepJson>());
        await foreach (var job in jobs.ListAsync(caller.IsSuperuser ? null : caller.User, cancellationToken))
        {
            var id = job.Item.Id.ToString(CultureInfo.InvariantCulture);
            dataset.Add(new SeedStepJson(job.Name, id, SeedStatus.Of(job.Dataset)));
            scoring.Add(new SeedStepJson(job.Name, id, SeedStatus.Of(job.Scoring)));
        }

        return ExpertiseAnswer.Of(new SeedJobsJson(dataset, scoring), ExpertiseJson.Relaxed.SeedJobsJson);
    }

    public static async Task<IResult> ResultsAsync(
        HttpContext context, Callers callers, ExpertiseJobs jobs, JobScores scores, CancellationToken cancellationToken)
    {
        var style = SeedStyle.Instance;
        context.Features.Set<DoorStyle>(style);
        var caller = await callers.IdentifyAsync(context, style, cancellationToken);
        var query = context.Request.Query;
        if (query["job_id"] is not [{ Length: > 0 } id, ..])
        {
            throw style.BadRequest("the query has no job_id");
        }

        var deletes = string.Equals(query["delete_on_get"].FirstOrDefault(), "true", StringComparison.OrdinalIgnoreCase);
        var job = await jobs.FindAsync(id, caller, style, cancellationToken);
        return job.Scoring == StepStatus.Completed
            ? await scores.OfSeedAsync(job, deletes, cancellationToken)
            : TypedResults.Text("[]"u8, ExpertiseAnswer.ContentType);
    }
}
