using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>Bodies that are no JSON of ours, wherever they are sent.</summary>
public sealed class RequestBodyTests(YardCluster cluster) : JobsTest(cluster)
{
    [Theory]
    [InlineData("", """["body"] missing""")]
    [InlineData("null", """["body"] missing""")]
    [InlineData("{", """["body",1] json_invalid""")]
    [InlineData("{\"jobs\":[]}x", """["body",11] json_invalid""")]
    [InlineData("{\"æ\":1,\n}", """["body",8] json_invalid""")]
    [InlineData("7", """["body"] model_attributes_type""")]
    public async Task A_malformed_body_is_refused_with_its_place(string body, string rule)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, "/jobs", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([rule], Rules(answer));
    }

    [Theory]
    [InlineData("POST", "/jobs", """{"jobs":[]}""")]
    [InlineData("POST", "/maintenance-status", """{"msg":"m","paused":false}""")]
    public async Task A_byte_order_mark_is_skipped(string method, string path, string body) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(new HttpMethod(method), path, '\uFEFF' + body)).Status);

    [Theory]
    [InlineData("NaN")]
    [InlineData("[-Infinity,{\"\\ud800\":\"\\udfff\"}]")]
    [InlineData("1234567890123456789012345678901234567890")]
    [InlineData(null)]
    public async Task What_is_ignored_may_be_whatever_python_writes(string? value)
    {
        value ??= new string('[', 900) + new string(']', 900);
        var manifesto = $$"""{"version":"1","description":"d","releaseTime":1,"languageCode":"no","updateType":null,"dataStructureUpdates":[],"other":{{value}},"\ud800":{{value}}}""";

        var (status, answer) = await PostJobsAsync(
            $$"""[{"operation":"BUMP","target":"{{NewTarget()}}","description":"d","bumpManifesto":{{manifesto}},"bumpFromVersion":"1","bumpToVersion":"2"}]""");

        Assert.True(status == HttpStatusCode.OK, answer);
        Assert.Contains("The target of a BUMP", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData(null)]
    public async Task What_is_looked_at_is_judged_and_told(string? value)
    {
        value ??= new string('[', 990) + new string(']', 990);

        var (status, answer) = await SendAsync(HttpMethod.Post, "/maintenance-status", $$"""{"msg":{{value}},"paused":false,"x":{{value}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        using var told = JsonDocument.Parse(answer, new() { MaxDepth = 1010 });
        Assert.Equal(
            ["string_type", "extra_forbidden"],
            told.RootElement.GetProperty("details").EnumerateArray().Select(detail => detail.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task What_is_wrong_with_the_json_is_told()
    {
        var (_, answer) = await SendAsync(HttpMethod.Post, "/jobs", "{\"jobs\":");

        var detail = Assert.Single(JsonNode.Parse(answer)!["details"]!.AsArray())!;
        Assert.Equal("JSON decode error", (string?)detail["msg"]);
        Assert.Equal("{}", detail["input"]!.ToJsonString());
        Assert.NotEmpty((string)detail["ctx"]!["error"]!);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using var content = new ByteArrayContent([.. "{\"jobs\":[{\"operation\":\"ADD\",\"target\":\""u8, 0xFF, .. "\"}]}"u8]);
        content.Headers.ContentType = new("application/json");

        var answer = await Client.PostAsync("/jobs", content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["""["body",0] json_invalid"""], Rules(await answer.Content.ReadAsStringAsync(Cancelled)));
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.BadRequest)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/vnd.x+json", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task What_is_sent_as_something_else_is_no_json(string? type, HttpStatusCode status)
    {
        using var content = new ByteArrayContent("""{"jobs":[]}"""u8.ToArray());
        content.Headers.ContentType = type is null ? null : System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await Client.PostAsync("/jobs", content, Cancelled);

        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.BadRequest)
        {
            Assert.Equal(["""["body"] model_attributes_type"""], Rules(await answer.Content.ReadAsStringAsync(Cancelled)));
        }
    }

    [Theory]
    [InlineData("POST", "/jobs", (4 * 1024 * 1024) + 1, false)]
    [InlineData("POST", "/jobs", (4 * 1024 * 1024) + 1, true)]
    [InlineData("PUT", "/jobs/1", (16 * 1024 * 1024) + 1, false)]
    [InlineData("POST", "/maintenance-status", (1024 * 1024) + 1, true)]
    public async Task A_body_is_bounded(string method, string path, int length, bool chunked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = Json(new string(' ', length)) };
        request.Headers.TransferEncodingChunked = chunked ? true : null;

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.StartsWith("""{"message":""", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_jobs_fit()
    {
        var jobs = string.Join(',', Enumerable.Range(0, 1000).Select(_ => $$"""{"operation":"REMOVE","target":"{{NewTarget()}}","description":"{{new string('d', 4000)}}"}"""));

        var (status, body) = await PostJobsAsync($"[{jobs}]");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1000, JsonNode.Parse(body)!.AsArray().Count(item => (string?)item!["status"] == "queued"));
    }

    [Theory]
    [InlineData("""{"status":"\ud800"}""", """["body","status"] enum""")]
    [InlineData("""{"\ud800":1}""", """["body","\uFFFD"] extra_forbidden""")]
    [InlineData("""{"status":"done"}""", """["body","status"] enum""")]
    [InlineData("""{"status":"queued","extra":1}""", """["body","extra"] extra_forbidden""")]
    [InlineData("""{"log":[]}""", """["body","log"] string_type""")]
    [InlineData("""{"description":false}""", """["body","description"] string_type""")]
    public async Task A_wrong_update_changes_nothing(string body, string rule)
    {
        var job = await Jobs.AddAsync(NewTarget());
        using var updates = Yard.Faults.Watch<IJobGrain>(nameof(IJobGrain.UpdateAsync), call => call.Id == job.Id);

        var (status, answer) = await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([rule], Rules(answer));
        Assert.Empty(updates.Calls);
    }

    [Theory]
    [InlineData("""{"paused":true}""", """["body","msg"] missing""")]
    [InlineData("""{"msg":"m"}""", """["body","paused"] missing""")]
    [InlineData("""{"msg":"m","pause":1}""", """["body","paused"] missing""", """["body","pause"] extra_forbidden""")]
    [InlineData("""{"msg":"m","paused":2}""", """["body","paused"] bool_parsing""")]
    [InlineData("""{"msg":"m","paused":"maybe"}""", """["body","paused"] bool_parsing""")]
    [InlineData("""{"msg":"m","paused":null}""", """["body","paused"] bool_type""")]
    [InlineData("""{"msg":1,"paused":false}""", """["body","msg"] string_type""")]
    public async Task A_wrong_maintenance_status_is_refused(string body, params string[] rules)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, "/maintenance-status", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(rules, Rules(answer));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("0.0", false)]
    [InlineData("\"Yes\"", true)]
    [InlineData("\"t\"", true)]
    [InlineData("\"off\"", false)]
    public async Task A_flag_is_read_loosely(string paused, bool read)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, "/maintenance-status", $$"""{"msg":"m","paused":{{paused}}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(read, (bool?)JsonNode.Parse(Encoding.UTF8.GetBytes(answer))!["paused"]);
    }
}
