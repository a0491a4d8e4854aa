using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>A test class of the Jobs door: sends texts, and looks at texts.</summary>
public abstract class JobsTest(YardCluster cluster) : YardTest(cluster)
{
    private static int _lastTarget;

    protected YardJobs Jobs => Yard.Jobs;

    protected static string NewTarget() => $"TARGET_{Interlocked.Increment(ref _lastTarget)}";

    protected static StringContent Json(string body) => new(body, mediaType: new("application/json"));

    protected async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : Json(body);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await Client.SendAsync(request, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    protected Task<(HttpStatusCode Status, string Body)> PostJobsAsync(string jobs, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/jobs", $$"""{"jobs":{{jobs}}}""", headers);

    /// <summary>Of a refusal by the rules: the places and types.</summary>
    protected static string[] Rules(string body)
    {
        var refusal = JsonNode.Parse(body)!;
        Assert.Equal("Bad Request", (string?)refusal["message"]);
        return [.. refusal["details"]!.AsArray().Select(detail => $"{detail!["loc"]!.ToJsonString()} {(string?)detail["type"]}")];
    }
}
