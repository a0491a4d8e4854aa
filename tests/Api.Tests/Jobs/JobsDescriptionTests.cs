using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>What the description of the API says of the door.</summary>
public sealed class JobsDescriptionTests(YardCluster cluster) : JobsTest(cluster)
{
    [Theory]
    [InlineData("get", "/jobs", "200 400 401 403 429 500 503")]
    [InlineData("post", "/jobs", "200 400 401 403 429 500 503", "jobs")]
    [InlineData("get", "/jobs/{jobId}", "200 400 401 403 404 429 500 503")]
    [InlineData("put", "/jobs/{jobId}", "200 400 401 403 404 409 429 500 503", "status", "description", "log")]
    [InlineData("delete", "/importable-datasets/{name}", "200 400 401 403 404 409 429 500 503")]
    [InlineData("post", "/maintenance-status", "200 400 401 403 429 500 503", "msg", "paused")]
    [InlineData("post", "/api/v1/jobs/{id}/renew", "200 400 401 403 404 409 413 415 429 500 503", "leaseNumber", "lease", "status", "description", "log")]
    [InlineData("post", "/api/v1/jobs/{id}/fail", "200 400 401 403 404 409 413 415 429 500 503", "leaseNumber", "error", "retry", "retryAfter")]
    public async Task A_route_tells_its_answers_and_its_body(string method, string path, string answers, params string[] members)
    {
        var document = (await Client.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Cancelled))!;
        var operation = document["paths"]![path]![method]!;

        Assert.Equal(answers.Split(' '), operation["responses"]!.AsObject().Select(answer => answer.Key).Order());
        var body = operation["requestBody"]?["content"]!["application/json"]!["schema"]!;
        Assert.Equal(members, (Resolve(document, body)?["properties"]?.AsObject() ?? []).Select(member => member.Key));
    }

    [Theory]
    [InlineData("RenewRequest", "log")]
    [InlineData("FailRequest", "error")]
    public async Task What_is_mended_is_text(string schema, string member)
    {
        var document = (await Client.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Cancelled))!;

        Assert.Contains("\"string\"", document["components"]!["schemas"]![schema]!["properties"]![member]!["type"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonNode? Resolve(JsonNode document, JsonNode? schema) => (string?)schema?["$ref"] is { } name
        ? document["components"]!["schemas"]![name.Split('/')[^1]]
        : schema;
}
