using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth.Once;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>Starts imports of the input directory.</summary>
internal static class ImportTables
{
    public static async Task<Results<Accepted<ImportProgress>, ProblemHttpResult>> RunAsync(
        Request? request, HttpContext context, IGrainFactory grains, OncePlans once)
    {
        var campaign = grains.CampaignGrain();
        var before = await campaign.GetImportProgressAsync();
        var planned = await once.PlanAsync(context, "import", request, before.StartedAt);
        if (planned.Refusal is { } other)
        {
            return other;
        }

        // As long as nobody's import has begun since the first request, that one came to nothing, or went with its node.
        if (!planned.IsFirst && before.StartedAt != planned.Plan && !before.IsUnasked)
        {
            return TypedResults.Accepted("/api/v1/tables/import", before);
        }

        // A node of 0.1 can be asked for the usual import only.
        var progress = request is null or { Requeue: false, RemoveGone: false }
            ? await campaign.ImportAsync()
            : await campaign.ImportWithAsync(new ImportRequest(request.Requeue, request.RemoveGone));
        return progress.Refused switch
        {
            ImportRefusal.None => TypedResults.Accepted("/api/v1/tables/import", progress),
            ImportRefusal.Busy => Problem.Conflict(progress.Error ?? ""),
            _ => Problem.Of(StatusCodes.Status422UnprocessableEntity, "nothing-to-import", progress.Error ?? ""),
        };
    }

    /// <param name="Requeue">Returned tables that get new cells or targets, or got some since they were handed out, go back to the queue; else they are only told.</param>
    /// <param name="RemoveGone">Targets that stand in no file of their task any more are dropped, unless a client has mapped them; else they are kept and told.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Request(bool Requeue = false, bool RemoveGone = false);
}
