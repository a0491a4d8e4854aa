using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Expertise.Submission;

namespace Switchyard.Expertise.Status;

/// <summary>The configuration of a job that was deleted, as the newest API tells it: in the steps' words, without paths.</summary>
internal static class DeletedJob
{
    public static JsonObject Show(ExpertiseView job)
    {
        var (status, description) = NewestStatus.Of(job);
        var shown = new JsonObject
        {
            ["name"] = job.Name,
            ["job_id"] = job.Item.Id.ToString(CultureInfo.InvariantCulture),
            ["cdate"] = job.Item.CreatedAt.ToUnixTimeMilliseconds(),
            ["mdate"] = job.ChangedAt.ToUnixTimeMilliseconds(),
            ["status"] = status,
            ["description"] = description,
            ["model"] = job.Model,
        };
        foreach (var (name, value) in ConfigOf(job))
        {
            shown.TryAdd(name, value?.DeepClone());
        }

        return shown;
    }

    /// <summary>The seed's request is a config; the newest one is translated again.</summary>
    private static JsonObject ConfigOf(ExpertiseView job)
    {
        var request = JsonElement.Parse(job.Request);
        if (!request.TryGetProperty("entityA", out _))
        {
            return JsonObject.Create(request)!;
        }

        var config = NewestRequest.Read(request, isSuperuser: true).With(job.Model, job.Owner).Config;
        return (JsonObject)JsonNode.Parse(config.Serialize())!;
    }
}
