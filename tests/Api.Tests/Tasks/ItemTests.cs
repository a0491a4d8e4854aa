using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Tasks;

public sealed class ItemTests(YardCluster cluster) : TasksTest(cluster)
{
    [Fact]
    public async Task What_is_not_there_is_404()
    {
        foreach (var (method, path) in new[] { ("GET", ""), ("POST", "/cancel"), ("POST", "/retry"), ("DELETE", "") })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(method, $"{Tasks}/9000000000000000{path}"));
        }
    }

    [Fact]
    public async Task One_that_waits_is_shown_when_it_has_ended()
    {
        var (id, lease) = await HoldAsync();
        var looked = SendAsync("GET", $"{Tasks}/{id}?wait=20", null);
        await ActAsync("complete", id, lease);

        Assert.Equal("completed", (string?)Json((await looked).Body)["status"]);
    }

    [Fact]
    public async Task A_wait_has_an_end() =>
        Assert.Equal("queued", (string?)Json((await SendAsync("GET", $"{Tasks}/{await AddAsync()}?wait=1", null)).Body)["status"]);

    [Theory]
    [InlineData("21")]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task A_wait_is_0_to_20(string wait) =>
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("GET", $"{Tasks}/{await AddAsync()}?wait={wait}"));

    [Fact]
    public async Task Who_has_seen_it_so_is_told_that_nothing_changed()
    {
        var (id, lease) = await HoldAsync();
        using var first = await Client.GetAsync($"{Tasks}/{id}", Cancelled);
        var mark = ("If-None-Match", first.Headers.ETag!.ToString());

        Assert.Equal((HttpStatusCode.NotModified, ""), await SendAsync("GET", $"{Tasks}/{id}", null, mark));
        await ActAsync("complete", id, lease);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"{Tasks}/{id}", mark));
    }

    [Fact]
    public async Task Head_tells_what_get_tells_without_the_body()
    {
        var id = await AddAsync();
        foreach (var path in new[] { $"{Tasks}/{id}", $"/api/v1/work/{id}" })
        {
            using var got = await Client.GetAsync(path, Cancelled);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await Client.SendAsync(request, Cancelled);

            Assert.Equal((HttpStatusCode.OK, got.Headers.ETag, got.Content.Headers.ContentLength), (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentLength));
            Assert.NotNull(head.Headers.ETag);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancelled));
            Assert.Equal(HttpStatusCode.NotModified, await StatusAsync("HEAD", path, ("If-None-Match", got.Headers.ETag!.ToString())));
        }
    }

    [Fact]
    public async Task A_list_is_by_conditions_newest_first()
    {
        var one = await AddAsync("1", ""","name":"Alpha beta","groupKey":"g","tags":["x","y"]""");
        var two = await AddAsync("2", ""","name":"gamma","tags":["x"]""");
        var three = await AddAsync("3");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", $"{Tasks}/{three}/cancel", null)).Status);

        Assert.Equal([three, two, one], await ListAsync(""));
        Assert.Equal([two, one], await ListAsync("&tag=x"));
        Assert.Equal([one], await ListAsync("&groupKey=g"));
        Assert.Equal([one], await ListAsync("&name=BETA"));
        Assert.Equal([three], await ListAsync("&status=cancelled"));
        Assert.Equal([two, one], await ListAsync("&status=queued"));
        var page = Json((await SendAsync("GET", $"{Tasks}?queue={Queue}&limit=2", null)).Body);
        Assert.Equal([three, two], Ids(page));
        Assert.Equal([one], await ListAsync($"&limit=2&after={(string?)page["next"]}"));
        Assert.False(page["items"]![0]!.AsObject().ContainsKey("payload"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("status=done")]
    [InlineData("after=x")]
    [InlineData("queue=a%20b")]
    public async Task A_condition_that_is_none_is_refused(string query) => Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("GET", $"{Tasks}?{query}"));

    [Fact]
    public async Task It_is_cancelled_once()
    {
        var id = await AddAsync();

        var (status, task) = await PostAsync($"{Tasks}/{id}/cancel", """{"reason":"enough"}""");

        Assert.Equal((HttpStatusCode.OK, "cancelled", "enough"), (status, (string?)task["status"], (string?)task["error"]));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync("POST", $"{Tasks}/{id}/cancel"));
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task What_ended_may_be_put_back()
    {
        var (id, lease) = await HoldAsync();
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync("POST", $"{Tasks}/{id}/retry"));
        await ActAsync("fail", id, lease, ""","error":"e","retry":false""");

        var (status, body) = await SendAsync("POST", $"{Tasks}/{id}/retry", null);

        Assert.Equal((HttpStatusCode.OK, "queued"), (status, (string?)Json(body)["status"]));
        Assert.Equal(2, (int)Assert.Single(await ClaimAsync(1, "", ("Prefer", "wait=10")))!["attempt"]!);
    }

    [Fact]
    public async Task What_ended_may_be_removed()
    {
        var id = await AddAsync();
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync("DELETE", $"{Tasks}/{id}"));
        await PostAsync($"{Tasks}/{id}/cancel", "{}");

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync("DELETE", $"{Tasks}/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", $"{Tasks}/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("DELETE", $"{Tasks}/{id}"));
    }

    private async Task<IEnumerable<long>> ListAsync(string conditions) => Ids(Json((await SendAsync("GET", $"{Tasks}?queue={Queue}{conditions}", null)).Body));

    private static IEnumerable<long> Ids(JsonNode page) => page["items"]!.AsArray().Select(task => (long)task!["id"]!);
}
