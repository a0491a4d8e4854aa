using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Hosting;
using Switchyard.Tasks;
using Switchyard.Yard;

namespace Switchyard.Work.Once;

/// <summary>A request that is sent again under its key makes nothing again.</summary>
public sealed class OnceTests(YardCluster cluster) : TasksTest(cluster)
{
    private readonly (string, string) _key = (IdempotencyKey.Header, $"k-{Guid.NewGuid():N}");

    [Fact]
    public async Task A_key_is_made_once_and_told_twice()
    {
        var body = $$"""{"name":"{{Queue}}","role":"client","expires":"PT1H"}""";

        var first = await SendAsync("POST", "/api/v1/keys", body, _key);
        var second = await SendAsync("POST", "/api/v1/keys", body, _key);

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, second);
        var keys = Json((await SendAsync("GET", "/api/v1/keys", null)).Body)["items"]!.AsArray();
        Assert.Single(keys, key => (string?)key!["name"] == Queue);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync("POST", "/api/v1/keys", body.Replace("client", "viewer", StringComparison.Ordinal), _key)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("POST", "/api/v1/keys", body, (IdempotencyKey.Header, "a b"))).Status);
    }

    [Fact]
    public async Task An_operation_is_begun_once()
    {
        await AddAsync();
        var body = $$$"""{"act":"cancel","filter":{"queue":"{{{Queue}}}"}}""";

        var first = await SendAsync("POST", "/api/v1/work/bulk", body, _key);
        var second = await SendAsync("POST", "/api/v1/work/bulk", body, _key);

        Assert.Equal((HttpStatusCode.Accepted, first.Body), (first.Status, second.Body));
        var other = await SendAsync("POST", "/api/v1/work/bulk", body, (IdempotencyKey.Header, "another"));
        Assert.NotEqual(first.Body, other.Body);
    }

    [Fact]
    public async Task A_schedule_is_run_once()
    {
        await SendAsync("PUT", $"/api/v1/schedules/{Queue}", $$$"""{"cron":"0 3 * * *","task":{"queue":"{{{Queue}}}","payload":1}}""");

        var first = await SendAsync("POST", $"/api/v1/schedules/{Queue}/run", null, _key);
        var second = await SendAsync("POST", $"/api/v1/schedules/{Queue}/run", null, _key);

        Assert.Equal((HttpStatusCode.Created, first.Body), (first.Status, second.Body));
        Assert.Single(await ClaimAsync(10));
        var acts = (await SendAsync("GET", "/api/v1/audit?limit=100", null)).Body;
        Assert.Single(JsonNode.Parse(acts)!["items"]!.AsArray(), act => (string?)act!["act"] == TaskNames.RunScheduleAct && (string?)act["subject"] == Queue);
    }
}
