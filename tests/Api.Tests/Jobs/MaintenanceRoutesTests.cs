using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Switchyard.Yard;

namespace Switchyard.Jobs;

public sealed class MaintenanceRoutesTests(YardCluster cluster) : JobsTest(cluster)
{
    [Fact]
    public async Task A_record_is_answered_shown_and_kept()
    {
        var set = await SendAsync(HttpMethod.Post, "/maintenance-status", """{"msg":"Upgrade \"x\"","paused":true}""");

        var at = (string)JsonNode.Parse(set.Body)!["timestamp"]!;
        Assert.Equal((HttpStatusCode.OK, $$"""{"msg":"Upgrade \"x\"","paused":true,"timestamp":"{{at}}"}"""), set);
        Assert.Contains(set.Body, (await SendAsync(HttpMethod.Get, "/maintenance-history")).Body, StringComparison.Ordinal);
        var newest = JsonNode.Parse((await SendAsync(HttpMethod.Get, "/maintenance-status")).Body)!;
        Assert.Equal(["msg", "paused", "timestamp"], newest.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task Who_asks_during_maintenance_leaves_a_line_of_one_line()
    {
        var log = new FakeLogCollector();
        await using var node = await FrontEnd.StartAsync(
            Yard, services => services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(log))));

        // Other tests speak of maintenance, too: ask until ours was the newest.
        await Eventually.IsAsync(async () =>
        {
            await node.Client.PostAsync("/maintenance-status", Json("""{"msg":"first\nsecond","paused":true}"""), Cancelled);
            await node.Client.GetStringAsync("/maintenance-status", Cancelled);
            return log.GetSnapshot().Any(line => line.Message == "GET /maintenance-status, paused: True, msg: first second");
        });
    }

    [Fact]
    public async Task Operators_see_who()
    {
        var set = JsonNode.Parse((await SendAsync(HttpMethod.Post, "/api/v1/jobs/maintenance", """{"message":"night","paused":false}""")).Body)!;

        Assert.Equal(("night", false, "operator"), ((string?)set["message"], (bool?)set["paused"], (string?)set["by"]));
        var page = JsonNode.Parse((await SendAsync(HttpMethod.Get, $"/api/v1/jobs/maintenance/history?limit=1&after={(long)set["number"]! + 1}")).Body)!;
        Assert.Equal(set.ToJsonString(), Assert.Single(page["items"]!.AsArray())!.ToJsonString());
        Assert.Equal((HttpStatusCode.OK, true), ((await SendAsync(HttpMethod.Get, "/api/v1/jobs/maintenance")).Status, page.AsObject().ContainsKey("next")));
    }

    [Fact]
    public async Task The_history_is_paged_from_either_end()
    {
        var first = (long)JsonNode.Parse((await SendAsync(HttpMethod.Post, "/api/v1/jobs/maintenance", """{"message":"one","paused":false}""")).Body)!["number"]!;
        foreach (var message in new[] { "two", "three" })
        {
            await SendAsync(HttpMethod.Post, "/api/v1/jobs/maintenance", $$"""{"message":"{{message}}","paused":false}""");
        }

        var (numbers, next) = (new List<long>(), (string?)$"{first - 1}");
        while (next is not null)
        {
            var page = JsonNode.Parse((await SendAsync(HttpMethod.Get, $"/api/v1/jobs/maintenance/history?order=asc&limit=1&after={next}")).Body)!;
            numbers.AddRange(page["items"]!.AsArray().Select(record => (long)record!["number"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(Enumerable.Range(0, numbers.Count).Select(place => first + place), numbers);
        Assert.True(numbers.Count >= 3);
        var back = JsonNode.Parse((await SendAsync(HttpMethod.Get, $"/api/v1/jobs/maintenance/history?order=desc&limit=2&after={first + 2}")).Body)!;
        Assert.Equal([first + 1, first], back["items"]!.AsArray().Select(record => (long)record!["number"]!));
    }

    [Theory]
    [InlineData("POST", "", """{"message":"m"}""")]
    [InlineData("POST", "", """{"message":null,"paused":true}""")]
    [InlineData("POST", "", """{"message":"\u0000","paused":true}""")]
    [InlineData("POST", "", """{"message":"m","paused":true,"by":"me"}""")]
    [InlineData("GET", "/history?limit=0", null)]
    [InlineData("GET", "/history?after=x", null)]
    [InlineData("GET", "/history?order=up", null)]
    public async Task A_malformed_request_of_an_operator_is_a_problem(string method, string path, string? body)
    {
        var (status, answer) = await SendAsync(new HttpMethod(method), $"/api/v1/jobs/maintenance{path}", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("urn:switchyard:problem:invalid-request", answer, StringComparison.Ordinal);
    }
}
