using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Downloads;

/// <summary>Where the door is off.</summary>
public sealed class DoorTests(YardCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task A_door_that_is_off_names_the_key_that_opens_it()
    {
        using var asked = await Client.PostAsJsonAsync("/downloads", new { clfId = 1 }, Cancelled);
        using var status = await Client.GetAsync("/downloads/1/status", Cancelled);
        using var archive = await Client.GetAsync("/downloads/1", Cancelled);

        foreach (var answer in (HttpResponseMessage[])[asked, status, archive])
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!;
            Assert.Equal("urn:switchyard:problem:door-off", (string?)problem["type"]);
            Assert.Contains("Downloads:ConnectionString", (string)problem["detail"]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("post", "/downloads", "202 400 401 403 404 429 500 503")]
    [InlineData("get", "/downloads/{clfId}/status", "200 401 403 404 429 500 503")]
    [InlineData("get", "/downloads/{clfId}", "200 206 304 401 403 404 416 429 500 503")]
    [InlineData("get", "/api/v1/downloads/events", "200 400 401 403 429 500 503")]
    public async Task The_description_tells_the_answers(string method, string path, string answers)
    {
        var document = (await Client.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Cancelled))!;
        var operation = document["paths"]![path]![method]!;

        Assert.NotEmpty((string)operation["summary"]!);
        Assert.Equal(answers.Split(' '), operation["responses"]!.AsObject().Select(answer => answer.Key).Order());
    }
}
