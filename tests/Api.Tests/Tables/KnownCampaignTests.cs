using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Switchyard.Tables;

/// <summary>Numbers and lists, whole.</summary>
public sealed class KnownCampaignTests(KnownCampaign campaign) : IClassFixture<KnownCampaign>
{
    private HttpClient Client => campaign.Client;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/getStats", """{"clients":{"day":4,"hour":3,"minute":1,"quarter":2},"files":{"errors":true,"results":true},"hasEvaluation":false,"mappings":{"cea":{"fraction":"100.0","mapped":4,"total":4},"cpa":{"fraction":"0.0","mapped":0,"total":4},"cta":{"fraction":"0.0","mapped":0,"total":0}},"tables":{"error":1,"result":1,"total":4,"unfinished":2},"times":{"error":"30 seconds","remaining":"1 minute 30 seconds","result":"1 minute 30 seconds"}}""")]
    [InlineData("/getMissingMappings", """{"cea":{"missingAll":[],"missingPart":[]},"cpa":{"missingAll":[{"table_name":"solved"}],"missingPart":[]},"cta":{"missingAll":[],"missingPart":[]}}""")]
    public async Task A_report_is_json(string url, string body)
    {
        using var answer = await Client.PostAsync(url, null, Cancelled);

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(body + "\n", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Statistics_are_numbers()
    {
        var statistics = await Client.GetFromJsonAsync<JsonNode>("/api/v1/tables/statistics", Cancelled);

        Assert.Equal(4, (int?)statistics!["tables"]);
        Assert.Equal("00:01:30", (string?)statistics["meanResultTime"]);
    }

    [Fact]
    public async Task Queues_are_a_list() => Assert.Equal(
        """{"items":[{"queue":"jobs.add","queued":0,"running":1,"totals":{"facet.built":1,"status.queued":0,"status.running":1},"oldestQueuedAt":null,"pause":null,"rates":{"in":{"minute":1,"hour":1,"day":1},"out":{"minute":0,"hour":0,"day":0},"failed":{"minute":0,"hour":0,"day":0}},"eta":0,"etaReason":null,"workers":1},{"queue":"tables","queued":1,"running":1,"totals":{"facet.assigned":4,"facet.cea":4,"facet.ceaMapped":4,"facet.cpa":4,"facet.cpaMissing":4,"facet.errorMs":30000,"facet.errors":1,"facet.resultMs":90000,"facet.results":1,"facet.returnedErrors":1,"facet.returnedResults":1,"status.completed":1,"status.failed":1,"status.queued":1,"status.running":1},"oldestQueuedAt":"2026-03-01T08:00:00+00:00","pause":null,"rates":{"in":{"minute":0,"hour":2,"day":4},"out":{"minute":0,"hour":1,"day":2},"failed":{"minute":0,"hour":1,"day":1}},"eta":null,"etaReason":"idle","workers":2}],"next":null}""",
        await Client.GetStringAsync("/api/v1/queues", Cancelled));

    [Fact]
    public async Task Workers_are_a_list_with_the_newest_first() => Assert.Equal(
        """{"items":[{"owner":"now","firstSeen":"2026-03-01T10:47:00+00:00","lastSeen":"2026-03-01T10:47:00+00:00","held":1,"completed":0,"failed":0,"expired":0},{"owner":"a quarter ago","firstSeen":"2026-03-01T10:37:00+00:00","lastSeen":"2026-03-01T10:37:00+00:00","held":1,"completed":0,"failed":0,"expired":0},{"owner":"an hour ago","firstSeen":"2026-03-01T10:01:30+00:00","lastSeen":"2026-03-01T10:02:00+00:00","held":0,"completed":0,"failed":1,"expired":0},{"owner":"a day ago","firstSeen":"2026-03-01T08:00:00+00:00","lastSeen":"2026-03-01T08:01:30+00:00","held":0,"completed":1,"failed":0,"expired":0}],"next":null}""",
        await Client.GetStringAsync("/api/v1/queues/tables/workers", Cancelled));

    [Fact]
    public async Task Rates_are_a_list_with_the_newest_first()
    {
        Assert.Equal(
            """{"items":[{"minute":"2026-03-01T10:37:00+00:00","event":"leased","count":1},{"minute":"2026-03-01T10:37:00+00:00","event":"created","count":1}],"next":null}""",
            await Client.GetStringAsync("/api/v1/queues/tables/rates?minutes=15", Cancelled));
        Assert.Equal(
            """{"items":[{"minute":"2026-03-01T08:00:00+00:00","event":"created","count":2},{"minute":"2026-03-01T08:00:00+00:00","event":"leased","count":1},{"minute":"2026-03-01T08:01:00+00:00","event":"completed","count":1},{"minute":"2026-03-01T10:01:00+00:00","event":"created","count":1},{"minute":"2026-03-01T10:01:00+00:00","event":"leased","count":1},{"minute":"2026-03-01T10:02:00+00:00","event":"failed","count":1},{"minute":"2026-03-01T10:37:00+00:00","event":"created","count":1},{"minute":"2026-03-01T10:37:00+00:00","event":"leased","count":1}],"next":null}""",
            await Client.GetStringAsync("/api/v1/queues/tables/rates?minutes=240&order=asc", Cancelled));
        using var refused = await Client.GetAsync("/api/v1/queues/tables/rates?minutes=0", Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task All_queues_are_paused_and_resumed_but_who_was_first_stays()
    {
        await ActAsync("/api/v1/queues/tables/pause", """{"reason":"the lookup moves"}""");
        var count = (int)JsonNode.Parse(await ActAsync("/api/v1/queues/pause", """{"reason":"the power goes"}"""))!["queues"]!;
        var paused = JsonNode.Parse(await Client.GetStringAsync("/api/v1/queues", Cancelled))!["items"]!.AsArray();
        Assert.Equal(["the power goes", "the lookup moves"], paused.Select(queue => (string?)queue!["pause"]!["reason"]));
        Assert.Equal("operator", (string?)paused[0]!["pause"]!["by"]);

        // Also those of the doors to which nothing came yet.
        Assert.True(count > 1);
        Assert.Equal($$"""{"queues":{{count + 1}}}""", await ActAsync("/api/v1/queues/resume", null));
        Assert.Null(JsonNode.Parse(await Client.GetStringAsync("/api/v1/queues/tables", Cancelled))!["pause"]);
    }

    [Fact]
    public async Task Queues_are_paged_by_name()
    {
        var first = JsonNode.Parse(await Client.GetStringAsync("/api/v1/queues?limit=1", Cancelled))!;
        Assert.Equal("jobs.add", (string?)Assert.Single(first["items"]!.AsArray())!["queue"]);
        var second = JsonNode.Parse(await Client.GetStringAsync($"/api/v1/queues?limit=1&after={first["next"]}", Cancelled))!;
        Assert.Equal(("tables", null), ((string?)Assert.Single(second["items"]!.AsArray())!["queue"], (string?)second["next"]));
        var last = JsonNode.Parse(await Client.GetStringAsync("/api/v1/queues?limit=1&order=desc", Cancelled))!;
        Assert.Equal("tables", (string?)Assert.Single(last["items"]!.AsArray())!["queue"]);
    }

    private async Task<string> ActAsync(string path, string? body)
    {
        using var content = body is null ? null : new StringContent(body, mediaType: new("application/json"));
        using var answer = await Client.PostAsync(path, content, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }
}
