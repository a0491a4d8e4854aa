using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Switchyard.Hosting;
using Switchyard.Jobs;
using Switchyard.Yard;

namespace Switchyard.Work;

public sealed class WorkApiTests(YardCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task An_item_is_shown_with_every_field_of_the_contract()
    {
        var table = await Yard.Tables.AddAsync("work-shown", "client");
        await table.Grain.CancelAsync("late");
        await table.Grain.ResetAsync();
        var row = (await table.Grain.GetAsync())!;
        var attempt = Assert.Single(await WorkLookup.Queries(Yard.Grains).GetAttemptsAsync(table.Id));

        var item = await Client.GetStringAsync($"/api/v1/work/{table.Id}", Cancelled);

        // Why it waits is another's to test, and others pause the queue meanwhile.
        item = Regex.Replace(item, "\"waiting\":\\{\"code\":\"[^\"]+\",\"text\":\"[^\"]+\"\\}", "\"waiting\":\"why\"");
        Assert.Equal(
            $$$"""{"id":{{{table.Id}}},"kind":"table","queue":"tables","priority":{{{row.Priority}}},"status":"queued","attempt":1,"leaseNumber":1,"leaseOwner":null,"leaseExpiresAt":null,"target":null,"owner":null,"name":"work-shown","createdAt":{{{At(row.CreatedAt)}}},"startedAt":{{{At(attempt.StartedAt)}}},"finishedAt":null,"notBefore":null,"waiting":"why","error":null,"facets":{{{JsonSerializer.Serialize(row.Facets)}}},"source":null,"exitCode":null,"log":null,"attempts":[{"leaseNumber":1,"owner":"client","startedAt":{{{At(attempt.StartedAt)}}},"endedAt":{{{At(attempt.EndedAt)}}},"outcome":"cancelled","error":"late"}],"progress":null,"result":null,"links":{"self":"/api/v1/work/{{{table.Id}}}","view":"/api/v1/tables/items/work-shown","log":"/api/v1/work/{{{table.Id}}}/log","events":"/api/v1/events?id={{{table.Id}}}","audit":"/api/v1/audit?item={{{table.Id}}}","page":"/console/tables/work-shown"}}""",
            item);

        static string At(DateTimeOffset time) => JsonSerializer.Serialize(time);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("nonsense")]
    public async Task An_act_without_a_body_may_say_of_what_type_it_is(string type)
    {
        var table = await Yard.Tables.AddAsync($"work-empty-{type.Length}");

        foreach (var act in (string[])["cancel", "retry"])
        {
            using var content = new ByteArrayContent([]);
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await Client.PostAsync($"/api/v1/work/{table.Id}/{act}", content, Cancelled);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var text = new StringContent("reason=x", mediaType: new("application/x-www-form-urlencoded"));
        using var refused = await Client.PostAsync($"/api/v1/work/{table.Id}/cancel", text, Cancelled);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
    }

    [Theory]
    [InlineData("\uFEFF{\"reason\":\"NaN\"}", HttpStatusCode.OK, "NaN")]
    [InlineData("{\"reason\":NaN}", HttpStatusCode.BadRequest, null)]
    [InlineData("\uFEFF", HttpStatusCode.BadRequest, null)]
    public async Task A_byte_order_mark_is_skipped(string body, HttpStatusCode status, string? reason)
    {
        var table = await Yard.Tables.AddAsync($"work-marked-{body.Length}-{status}");

        using var answer = await Client.PostAsync(
            $"/api/v1/work/{table.Id}/cancel", new StringContent(body, mediaType: new("application/json")), Cancelled);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(reason, (await table.Grain.GetAsync())!.Error);
    }

    [Fact]
    public async Task Cancel_then_retry_and_conflicts_between()
    {
        var table = await Yard.Tables.AddAsync("work-acted");
        var url = $"/api/v1/work/{table.Id}";

        Assert.Equal(HttpStatusCode.Conflict, (await Client.PostAsync(url + "/retry", null, Cancelled)).StatusCode);
        var cancelled = await Client.PostAsync(url + "/cancel", null, Cancelled);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal("cancelled", (string?)(await cancelled.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["status"]);
        var again = await Client.PostAsJsonAsync(url + "/cancel", new { reason = "again" }, Cancelled);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("urn:switchyard:problem:conflict", (string?)(await again.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["type"]);
        Assert.Equal(HttpStatusCode.OK, (await Client.PostAsync(url + "/retry", null, Cancelled)).StatusCode);
        Assert.Equal(WorkStatus.Queued, (await table.Grain.GetAsync())!.Status);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_not_retried_and_says_why()
    {
        var table = await Yard.Tables.AddUnreadableAsync("broken");

        var answer = await Client.PostAsync($"/api/v1/work/{table.Id}/retry", null, Cancelled);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(
            "The file of the table 'broken' cannot be read: mend it, then import again.",
            (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["detail"]);
    }

    [Theory]
    [InlineData("GET", "/api/v1/work/99999")]
    [InlineData("POST", "/api/v1/work/99999/cancel")]
    [InlineData("POST", "/api/v1/work/99999/retry")]
    public async Task An_unknown_item_is_a_problem(string method, string url)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);

        var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        Assert.Equal("urn:switchyard:problem:unknown-item", (string?)problem!["type"]);
        Assert.NotNull(problem["traceId"]);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=many")]
    [InlineData("status=lost")]
    [InlineData("kind=lost")]
    [InlineData("kind=Table")]
    [InlineData("after=nonsense")]
    public async Task A_malformed_condition_is_a_problem(string query)
    {
        var answer = await Client.GetAsync("/api/v1/work?" + query, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_unknown_kind_is_answered_with_the_known_ones()
    {
        foreach (var kind in (string[])["download", "expertise", "job", "table", "task", "ticket"])
        {
            Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync($"/api/v1/work?kind={kind}&limit=1", Cancelled)).StatusCode);
        }

        var listed = await (await Client.GetAsync("/api/v1/work?kind=lost", Cancelled)).Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("kind must be one of download, expertise, job, table, task, ticket.", listed, StringComparison.Ordinal);
        var bulk = await Client.PostAsJsonAsync("/api/v1/work/bulk", new { act = "cancel", filter = new { kind = "lost" }, dryRun = true }, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, bulk.StatusCode);
    }

    [Fact]
    public async Task Work_is_listed_by_status()
    {
        var table = await Yard.Tables.AddAsync("work-cancelled");
        await table.Grain.CancelAsync("not wanted");

        var page = await Client.GetFromJsonAsync<JsonNode>("/api/v1/work?status=cancelled&kind=table&queue=tables&name=work-cancelled", Cancelled);

        Assert.Equal("work-cancelled", (string?)Assert.Single(page!["items"]!.AsArray())!["name"]);
        Assert.Null(page["next"]);
    }

    [Fact]
    public async Task A_queue_is_paused_with_a_reason_and_resumed()
    {
        // An operation of which no other test has jobs.
        const string Queue = "jobs.patch_metadata";
        var target = $"PAUSED_{Guid.NewGuid():N}";
        var oldest = await Yard.Jobs.AddAsync(target, operation: JobOperation.PatchMetadata);
        await Yard.Jobs.AddAsync(target + "1", JobStatus.Built, JobOperation.PatchMetadata);
        await Yard.Jobs.AddAsync(target + "2", JobStatus.Built, JobOperation.PatchMetadata);
        await Yard.Jobs.AddAsync(target + "3", JobStatus.Completed, JobOperation.PatchMetadata);
        using var nameless = new StringContent("""{"reason":" "}""", mediaType: new("application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync($"/api/v1/queues/{Queue}/pause", nameless, Cancelled)).StatusCode);

        await Client.PostAsJsonAsync($"/api/v1/queues/{Queue}/pause", new { reason = "repairs" }, Cancelled);
        var paused = await Client.GetStringAsync($"/api/v1/queues/{Queue}", Cancelled);
        var since = (await Yard.Grains.Reach<IQueueGrain>(Queue).GetStatusAsync()).Pause!.Since;
        Assert.Equal(
            $$$"""{"queue":"{{{Queue}}}","queued":1,"running":2,"totals":{"facet.built":2,"status.completed":1,"status.queued":1,"status.running":2},"oldestQueuedAt":{{{JsonSerializer.Serialize(oldest.CreatedAt)}}},"pause":{"by":"operator","reason":"repairs","since":{{{JsonSerializer.Serialize(since)}}}},"rates":{"in":{"minute":4,"hour":4,"day":4},"out":{"minute":1,"hour":1,"day":1},"failed":{"minute":0,"hour":0,"day":0}},"eta":null,"etaReason":"paused","workers":1}""",
            paused);

        await Client.PostAsync($"/api/v1/queues/{Queue}/resume", null, Cancelled);
        Assert.Null((await Yard.Grains.Reach<IQueueGrain>(Queue).GetStatusAsync()).Pause);
    }

    [Theory]
    [InlineData("GET", "/api/v1/queues/unknown")]
    [InlineData("POST", "/api/v1/queues/unknown/resume")]
    [InlineData("GET", "/api/v1/queues/unknown/workers")]
    public async Task An_unknown_queue_is_a_problem(string method, string url)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);

        Assert.Equal(HttpStatusCode.NotFound, (await Client.SendAsync(request, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_refused()
    {
        using var content = new StringContent($$"""{"reason":"{{new string('x', 1024 * 1024)}}"}""", mediaType: new("application/json"));

        var answer = await Client.PostAsync("/api/v1/queues/tables/pause", content, Cancelled);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/work/not-a-number")]
    public async Task An_unknown_path_under_api_is_a_problem(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("text/html");

        var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        Assert.Equal("urn:switchyard:problem:not-found", (string?)problem!["type"]);
    }
}
