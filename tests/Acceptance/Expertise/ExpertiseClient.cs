using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Expertise;

/// <summary>A client of the Expertise door, as one user of OpenReview.</summary>
internal sealed class ExpertiseClient(Door door, string token)
{
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        request.Headers.Authorization = AuthenticationHeaderValue.Parse($"Bearer {token}");
        return door.SendAsync(request);
    }

    /// <summary>Submits as the seed's clients do.</summary>
    public async Task<string> SubmitSeedAsync(JsonNode config)
    {
        var answer = (await SendAsync(HttpMethod.Post, "/expertise", new JsonObject { ["config"] = config })).Is(HttpStatusCode.OK).Json;
        return (string)answer["job_id"]!;
    }

    /// <summary>Submits as the newest clients do.</summary>
    public async Task<string> SubmitAsync(JsonNode request) =>
        (string)(await SendAsync(HttpMethod.Post, "/expertise", request)).Is(HttpStatusCode.OK).Json["jobId"]!;

    public async Task<(string Dataset, string Expertise)> SeedStatusAsync(string id)
    {
        var jobs = (await GetAsync("/expertise/jobs")).Is(HttpStatusCode.OK).Json;
        return (Of("dataset"), Of("expertise"));

        string Of(string step) => (string)jobs[step]!.AsArray().Single(job => (string?)job!["job_id"] == id)!["status"]!;
    }

    public Task<(string Dataset, string Expertise)> SeedUntilAsync(string id, string expertise) =>
        Eventually.AskAsync(() => SeedStatusAsync(id), status => status.Expertise == expertise);

    public Task<JsonNode> StatusUntilAsync(string id, string status) => Eventually.AskAsync(
        async () => (await GetAsync($"/expertise/status?jobId={id}")).Is(HttpStatusCode.OK).Json, answer => (string?)answer["status"] == status);
}
