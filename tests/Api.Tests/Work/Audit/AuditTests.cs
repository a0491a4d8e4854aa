using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Auth;
using Switchyard.Expertise;
using Switchyard.Jobs;
using Switchyard.Yard;

namespace Switchyard.Work.Audit;

/// <summary>Every act of a key leaves one record, one that is refused none. Each test acts under a name of its own.</summary>
public sealed class AuditTests(DatasetCluster cluster) : AuthTest(cluster), IClassFixture<DatasetCluster>
{
    private const string Queue = "jobs.add";

    private readonly string _who = $"who-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_cancel_is_on_the_record_with_its_reason()
    {
        var job = await Yard.Jobs.AddAsync(_who);

        var request = await ActAsync("POST", $"/api/v1/work/{job.Id}/cancel", """{"reason":"not needed"}""");

        var record = Assert.Single(await RecordsAsync());
        Assert.Equal(
            $$"""{"who":"{{_who}}","from":"127.0.0.1","act":"cancel","item":{{job.Id}},"queue":"{{Queue}}","reason":"not needed","before":"queued","after":"cancelled","requestId":"{{request}}"}""",
            Told(record));
        Assert.InRange((DateTimeOffset)record["at"]!, TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_retry_keeps_the_reasons_before_it()
    {
        var job = await Yard.Jobs.LeaseAsync(_who, "worker", number: 1);
        await Yard.Jobs[job.Id].FailAsync(1, "out of memory", retry: false, retryAfter: null);
        await ActAsync("POST", $"/api/v1/work/{job.Id}/retry");
        await ActAsync("POST", $"/api/v1/work/{job.Id}/cancel", """{"reason":"while it waited"}""");
        await ActAsync("POST", $"/api/v1/work/{job.Id}/retry");

        var records = await RecordsAsync($"item={job.Id}");
        Assert.Equal(
            [("retry", "cancelled: while it waited"), ("cancel", "queued"), ("retry", "failed: out of memory")],
            records.Select(record => ((string?)record["act"], (string?)record["before"])));
        Assert.Equal("while it waited", (string?)records[1]["reason"]);

        var item = await GetAsync($"/api/v1/work/{job.Id}");
        Assert.Equal(("queued", null), ((string?)item["status"], (string?)item["error"]));
        var attempt = Assert.Single(item["attempts"]!.AsArray())!;
        Assert.Equal(("failed", "out of memory"), ((string?)attempt["outcome"], (string?)attempt["error"]));
    }

    [Fact]
    public async Task What_pauses_and_resumes_a_queue_is_on_the_record()
    {
        await ActAsync("POST", "/api/v1/queues/jobs.remove/pause", """{"reason":"disk"}""");
        await ActAsync("POST", "/api/v1/queues/jobs.remove/resume");
        // Nothing is changed by it.
        await ActAsync("POST", "/api/v1/queues/jobs.remove/resume");

        Assert.Equal(
            [("resume", "jobs.remove", null, "paused: disk", "open"), ("pause", "jobs.remove", "disk", "open", "paused")],
            (await RecordsAsync()).Select(record =>
                ((string?)record["act"], (string?)record["queue"], (string?)record["reason"], (string?)record["before"], (string?)record["after"])));
    }

    [Fact]
    public async Task The_record_is_paged_from_either_end()
    {
        foreach (var act in new[] { "pause", "resume", "pause", "resume" })
        {
            await ActAsync("POST", $"/api/v1/queues/jobs.remove/{act}", act == "pause" ? """{"reason":"order"}""" : null);
        }

        var newest = await PageAsync("");
        Assert.Equal(["resume", "pause", "resume", "pause"], newest.Acts);
        var oldest = await PageAsync("order=asc&limit=1");
        Assert.Equal(["pause"], oldest.Acts);
        Assert.Equal(["resume", "pause", "resume"], (await PageAsync($"order=asc&after={oldest.Next}")).Acts);

        async Task<(IEnumerable<string?> Acts, string? Next)> PageAsync(string query)
        {
            var page = await GetAsync($"/api/v1/audit?who={_who}&{query}");
            return (page["items"]!.AsArray().Select(entry => (string?)entry!["act"]), (string?)page["next"]);
        }
    }

    [Theory]
    [InlineData("drain", "draining")]
    [InlineData("pause", "paused")]
    public async Task What_a_source_is_told_is_on_the_record(string act, string after)
    {
        await ActAsync("POST", $"/api/v1/sources/{YardSource.Name}/{act}");

        var record = Assert.Single(await RecordsAsync());
        Assert.Equal((act, $"{YardSource.Name}@test", after), ((string?)record["act"], (string?)record["subject"], (string?)record["after"]));
        await ActAsync("POST", $"/api/v1/sources/{YardSource.Name}/pause");
    }

    [Fact]
    public async Task A_bulk_act_leaves_one_record()
    {
        var tables = new List<YardTable>();
        foreach (var name in new[] { $"{_who}-1", $"{_who}-2" })
        {
            tables.Add(await Yard.Tables.AddAsync(name));
            await tables[^1].Grain.CancelAsync("to be reset");
        }

        await ActAsync("POST", "/api/v1/tables/reset", $$"""{"which":"named","tables":["{{_who}}-1","{{_who}}-2"],"dryRun":true}""");
        Assert.Empty(await RecordsAsync());
        await ActAsync("POST", "/api/v1/tables/reset", $$"""{"which":"named","tables":["{{_who}}-1","{{_who}}-2"]}""");

        var record = Assert.Single(await RecordsAsync());
        Assert.Equal(("reset", $"{_who}-1, {_who}-2"), ((string?)record["act"], (string?)record["subject"]));
        Assert.All(await Task.WhenAll(tables.Select(table => table.Grain.GetAsync())), table => Assert.Equal(WorkStatus.Queued, table!.Status));

        // What is reset alone is on the record as it was before, also afterwards.
        await tables[0].Grain.CancelAsync("again");
        await ActAsync("POST", $"/api/v1/work/{tables[0].Id}/retry");
        Assert.Equal(["retry", "reset"], (await RecordsAsync()).Select(entry => (string?)entry["act"]));
    }

    [Fact]
    public async Task An_import_is_on_the_record()
    {
        await ActAsync("POST", "/api/v1/tables/import");

        Assert.Equal("import", (string?)Assert.Single(await RecordsAsync())["act"]);
    }

    [Theory]
    [InlineData("/maintenance-status", "msg")]
    [InlineData("/api/v1/jobs/maintenance", "message")]
    public async Task Maintenance_is_on_the_record(string path, string member)
    {
        await ActAsync("POST", path, $$"""{"{{member}}":"disks","paused":true}""");
        await ActAsync("POST", path, $$"""{"{{member}}":"done","paused":false}""");

        Assert.Equal(
            [("end-maintenance", "done", "paused", "open"), ("begin-maintenance", "disks", "open", "paused")],
            (await RecordsAsync()).Select(record =>
                ((string?)record["act"], (string?)record["reason"], (string?)record["before"], (string?)record["after"])));
    }

    [Fact]
    public async Task The_deletion_of_a_dataset_is_on_the_record()
    {
        await cluster.ArrangeAsync("AUDITED", DatasetDeletion.Deleted);

        await ActAsync("DELETE", "/importable-datasets/AUDITED");
        await ActAsync("DELETE", "/importable-datasets/AUDITED", status: HttpStatusCode.NotFound);

        var record = Assert.Single(await RecordsAsync());
        Assert.Equal(("delete-dataset", "AUDITED"), ((string?)record["act"], (string?)record["subject"]));
    }

    [Fact]
    public async Task Keys_are_on_the_record_and_their_secrets_are_not()
    {
        var (_, answer) = await SendAsync("POST", "/api/v1/keys", $$"""{"name":"made by {{_who}}","role":"worker"}""", await KeyAsync());
        var (id, secret) = ((string)Json(answer)["id"]!, (string)Json(answer)["key"]!);
        await ActAsync("DELETE", $"/api/v1/keys/{id}", status: HttpStatusCode.NoContent);
        await ActAsync("DELETE", $"/api/v1/keys/{id}", status: HttpStatusCode.NoContent);

        var records = await RecordsAsync();
        Assert.Equal(
            [("revoke-key", id, $"made by {_who} (worker)", null), ("create-key", id, null, $"made by {_who} (worker)")],
            records.Select(record => ((string?)record["act"], (string?)record["subject"], (string?)record["before"], (string?)record["after"])));
        Assert.DoesNotContain(records, record => record.ToJsonString().Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deletion_is_on_the_record_of_what_is_no_more()
    {
        var job = await Yard.Expertise.AddAsync(_who, StepStatus.Failed, StepStatus.Blocked, error: "No publications");

        var (status, body) = await SendAsync("DELETE", $"/expertise/{job.Id}", null, Bearer(await NewKeyAsync(Role.Client, _who)));

        Assert.True(status == HttpStatusCode.OK, body);
        Assert.False(await job.IsThereAsync());
        var record = Assert.Single(await RecordsAsync($"item={job.Id}"));
        Assert.Equal(("delete", "failed: No publications"), ((string?)record["act"], (string?)record["before"]));
    }

    [Fact]
    public async Task The_owner_of_a_ticket_is_known_by_its_token()
    {
        var ticket = await Yard.Tickets.AddAsync("0123456789", WorkStatus.Queued);

        var (status, _) = await SendAsync("POST", $"/api/v1/tickets/{ticket.Id}/cancel", null, ("X-Ticket-Token", "0123456789"));

        Assert.Equal(HttpStatusCode.OK, status);
        var record = Assert.Single(await RecordsAsync($"item={ticket.Id}", all: true));
        Assert.Equal(("a ticket's token", "cancelled by its owner"), ((string?)record["who"], (string?)record["reason"]));

        await ActAsync("DELETE", $"/api/v1/tickets/{ticket.Id}", status: HttpStatusCode.NoContent);
        await ActAsync("DELETE", $"/api/v1/tickets/{ticket.Id}", status: HttpStatusCode.NotFound);
        var deletion = Assert.Single(await RecordsAsync($"item={ticket.Id}"));
        Assert.Equal(("delete", "cancelled: cancelled by its owner"), ((string?)deletion["act"], (string?)deletion["before"]));
    }

    [Fact]
    public async Task What_is_refused_leaves_no_record()
    {
        var ended = await Yard.Jobs.AddAsync(_who, JobStatus.Completed);
        var queued = await Yard.Jobs.AddAsync($"{_who}-2");
        var viewer = Key(await NewKeyAsync(Role.Viewer, _who));

        await ActAsync("POST", $"/api/v1/work/{ended.Id}/cancel", status: HttpStatusCode.Conflict);
        await ActAsync("POST", $"/api/v1/work/{queued.Id}/retry", status: HttpStatusCode.Conflict);
        await ActAsync("POST", $"/api/v1/work/{queued.Id}/cancel", $$"""{"reason":"{{new string('r', 2001)}}"}""", HttpStatusCode.BadRequest);
        await ActAsync("POST", "/api/v1/work/999999999/cancel", status: HttpStatusCode.NotFound);
        await ActAsync("POST", "/api/v1/queues/jobs.remove/pause", """{"reason":""}""", HttpStatusCode.BadRequest);
        await ActAsync("POST", "/api/v1/queues/none/pause", """{"reason":"r"}""", HttpStatusCode.NotFound);
        await ActAsync("POST", "/api/v1/sources/none/drain", status: HttpStatusCode.NotFound);
        await ActAsync("POST", "/api/v1/tables/reset", """{"which":"named","tables":["none"]}""", HttpStatusCode.NotFound);
        await ActAsync("DELETE", "/api/v1/keys/none", status: HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", $"/api/v1/work/{queued.Id}/cancel", viewer));

        Assert.Empty(await RecordsAsync());
    }

    [Fact]
    public async Task What_happens_by_itself_is_nobodys_act()
    {
        var job = await Yard.Jobs.AddAsync(_who);
        await Yard.Jobs[job.Id].CancelAsync("by the node");

        Assert.Empty(await RecordsAsync($"item={job.Id}", all: true));
    }

    [Fact]
    public async Task A_page_goes_on_at_its_cursor()
    {
        var acts = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            acts.Insert(0, await ActAsync("POST", "/api/v1/queues/jobs.change/pause", $$"""{"reason":"{{number}}"}"""));
        }

        await ActAsync("POST", "/api/v1/queues/jobs.change/resume");
        var (found, after) = (new List<string>(), "");
        do
        {
            var page = await GetAsync($"/api/v1/audit?who={_who}&act=pause&queue=jobs.change&limit=2{after}");
            found.AddRange(page["items"]!.AsArray().Select(entry => (string)entry!["requestId"]!));
            after = (string?)page["next"] is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);

        Assert.Equal(acts, found);
    }

    [Theory]
    [InlineData("act=smile")]
    [InlineData("item=abc")]
    [InlineData("item=-1")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("after=first")]
    public async Task An_unknown_value_is_refused(string query)
    {
        var (status, body) = await SendAsync("GET", $"/api/v1/audit?{query}", null, await KeyAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "urn:switchyard:problem:invalid-request"), (status, (string?)Json(body)["type"]));
    }

    [Theory]
    [InlineData(Role.Viewer, HttpStatusCode.Forbidden)]
    [InlineData(Role.Client, HttpStatusCode.Forbidden)]
    [InlineData(Role.Worker, HttpStatusCode.Forbidden)]
    [InlineData(Role.Operator, HttpStatusCode.OK)]
    [InlineData(Role.Admin, HttpStatusCode.OK)]
    public async Task Operators_read_it(Role role, HttpStatusCode status) =>
        Assert.Equal(status, await StatusAsync("GET", "/api/v1/audit", Key(await NewKeyAsync(role))));

    /// <returns>The id of the request.</returns>
    private async Task<string> ActAsync(string method, string path, string? body = null, HttpStatusCode? status = null)
    {
        var request = Guid.NewGuid().ToString();
        var (answered, text) = await SendAsync(method, path, body, await KeyAsync(), ("X-Request-ID", request));
        Assert.True(status is { } expected ? answered == expected : (int)answered is >= 200 and < 300, $"{path}: {answered} {text}");
        return request;
    }

    private async Task<(string, string)> KeyAsync() => Key(await NewKeyAsync(Role.Admin, _who));

    private async Task<IReadOnlyList<JsonNode>> RecordsAsync(string query = "", bool all = false)
    {
        var page = await GetAsync($"/api/v1/audit?{(all ? "" : $"who={_who}&")}{query}");
        return [.. page["items"]!.AsArray().Select(entry => entry!)];
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        var (status, body) = await SendAsync("GET", path, null, Key(await NewKeyAsync(Role.Operator)));
        Assert.True(status == HttpStatusCode.OK, body);
        return Json(body);
    }

    /// <summary>Without its time.</summary>
    private static string Told(JsonNode record)
    {
        var told = record.DeepClone().AsObject();
        Assert.True(told.Remove("at"));
        return told.ToJsonString();
    }
}
