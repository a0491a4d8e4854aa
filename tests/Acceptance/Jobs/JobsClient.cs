using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Jobs;

/// <summary>The Jobs door over HTTP, for those who expect to be understood.</summary>
public sealed class JobsClient(Door door)
{
    public Door Door => door;

    public Task<Answer> PostAsync(params IEnumerable<JsonNode> jobs) =>
        door.PostAsync("/jobs", new JsonObject { ["jobs"] = new JsonArray([.. jobs]) });

    /// <summary>Makes one job; answers its id.</summary>
    public async Task<string> MakeAsync(JsonNode job)
    {
        var made = Assert.Single((await PostAsync(job)).Is(HttpStatusCode.OK).Json.AsArray())!;
        Assert.True((string?)made["status"] == "queued", made.ToJsonString());
        return (string)made["job_id"]!;
    }

    public Task<Answer> PutAsync(string id, Report report) => door.SendAsync(HttpMethod.Put, $"/jobs/{id}", JobsJson.Content(report.Json));

    /// <summary>The worker fails its job on anything but this answer.</summary>
    public async Task SayAsync(string id, Report report)
    {
        var answer = (await PutAsync(id, report)).Is(HttpStatusCode.OK);
        Assert.Equal($$"""{"message":"Updated job with jobId {{id}}"}""", answer.Text);
        Assert.Equal("application/json", answer.Type);
    }

    public async Task SayAsync(string id, params IEnumerable<Report> reports)
    {
        foreach (var report in reports)
        {
            await SayAsync(id, report);
        }
    }

    /// <summary>Any path of the door that shows something.</summary>
    public async Task<JsonNode> ShowAsync(string path)
    {
        var answer = (await door.GetAsync(path)).Is(HttpStatusCode.OK);
        Assert.Equal("application/json", answer.Type);
        return answer.Json;
    }

    public Task<JsonNode> JobAsync(string id) => ShowAsync($"/jobs/{id}");

    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path) => [.. (await ShowAsync(path)).AsArray().Select(item => item!)];

    public async Task<IReadOnlyList<string>> IdsAsync(string path) => [.. (await ListAsync(path)).Select(job => (string)job["jobId"]!)];

    /// <summary>Null when no job ever named it.</summary>
    public async Task<JsonNode?> TargetAsync(string name) =>
        (await ListAsync("/targets")).SingleOrDefault(target => (string?)target["name"] == name);

    /// <summary>As a worker of the better protocol; under leases of a minute.</summary>
    /// <param name="wait">Seconds.</param>
    public async Task<JsonNode> ClaimAsync(string worker, string operation, int wait = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs/claim");
        request.Content = JobsJson.Content($$"""{"worker":"{{worker}}","operations":["{{operation}}"],"lease":"00:01:00"}""");
        request.Headers.Add("Prefer", $"wait={wait}");
        return (await door.SendAsync(request)).Is(HttpStatusCode.OK).Json;
    }

    /// <param name="act">"renew", "complete" or "fail".</param>
    public Task<Answer> ActAsync(string id, string act, JsonObject body) => door.PostAsync($"/api/v1/jobs/{id}/{act}", body);
}
