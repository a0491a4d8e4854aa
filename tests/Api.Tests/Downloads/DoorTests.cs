using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Downloads;

/// <summary>Where the door is off, and what an operator sees of it. A cluster of its own: the switch is for all of it.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private readonly YardCluster _cluster = new();
    private FrontEnd? _frontEnd;

    private HttpClient Client => _frontEnd!.Client;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        _frontEnd = await FrontEnd.StartAsync(_cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _frontEnd!.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_door_that_is_off_names_the_key_that_opens_it()
    {
        _cluster.Yard.Downloads.IsOn = false;
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

    [Fact]
    public async Task Events_are_told_the_newest_first_and_as_many_as_wanted()
    {
        var downloads = _cluster.Yard.Downloads;
        downloads.Events.Enqueue(new DownloadEvent(DateTimeOffset.UnixEpoch.AddSeconds(2), "redis", "clf-a<b", null, "no request", true));
        downloads.Events.Enqueue(new DownloadEvent(DateTimeOffset.UnixEpoch.AddSeconds(1), "http", "clf-7", 7, "asked for", false));

        Assert.Equal(
            """{"items":[{"at":"1970-01-01T00:00:02+00:00","source":"redis","text":"clf-a<b","clfId":null,"outcome":"no request","refused":true},"""
            + """{"at":"1970-01-01T00:00:01+00:00","source":"http","text":"clf-7","clfId":7,"outcome":"asked for","refused":false}]}""",
            await Client.GetStringAsync("/api/v1/downloads/events", Cancelled));
        Assert.Single(JsonNode.Parse(await Client.GetStringAsync("/api/v1/downloads/events?limit=1", Cancelled))!["items"]!.AsArray());
        Assert.Equal([100, 1], downloads.Limits);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("many")]
    public async Task A_limit_that_is_none_is_refused(string limit)
    {
        using var answer = await Client.GetAsync($"/api/v1/downloads/events?limit={limit}", Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_cluster.Yard.Downloads.Limits);
    }

    [Theory]
    [InlineData("post", "/downloads", "202 400 404 503")]
    [InlineData("get", "/downloads/{clfId}/status", "200 404 503")]
    [InlineData("get", "/downloads/{clfId}", "200 206 304 404 416 503")]
    [InlineData("get", "/api/v1/downloads/events", "200")]
    public async Task The_description_tells_the_answers(string method, string path, string answers)
    {
        var document = (await Client.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Cancelled))!;
        var operation = document["paths"]![path]![method]!;

        Assert.NotEmpty((string)operation["summary"]!);
        Assert.Equal(answers.Split(' '), operation["responses"]!.AsObject().Select(answer => answer.Key).Order());
    }
}
