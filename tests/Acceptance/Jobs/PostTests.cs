using System.Net;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

/// <summary>What the UI sends, and what becomes of each item.</summary>
[Collection(typeof(TheUi))]
public sealed class PostTests(UiNode node)
{
    private JobsClient Ui => node.Ui;

    [Fact]
    public async Task Each_item_of_a_post_has_its_own_outcome_in_its_place()
    {
        var (first, second, third) = (NewJob.Target(), NewJob.Target(), NewJob.Target());
        var busy = await Ui.MakeAsync(NewJob.Of("SET_STATUS", third));
        var elsewhere = NewJob.Bump("1.0.0.0", "1.1.0.0");
        elsewhere["target"] = first;

        var answer = (await Ui.PostAsync(
            NewJob.Of("ADD", first), NewJob.Of("CHANGE", first), NewJob.Of("REMOVE", second), NewJob.Of("ADD", third), elsewhere)).Is(HttpStatusCode.OK);

        Assert.Equal("application/json", answer.Type);
        var (made, also) = ((string)answer.Json[0]!["job_id"]!, (string)answer.Json[2]!["job_id"]!);
        Assert.Equal(
            $$"""
            [{"status":"queued","msg":"CREATED","job_id":"{{made}}"},
            {"status":"FAILED","msg":"FAILED","reason":"Job already in progress for {{first}}","activeJobId":"{{made}}"},
            {"status":"queued","msg":"CREATED","job_id":"{{also}}"},
            {"status":"FAILED","msg":"FAILED","reason":"Job already in progress for {{third}}","activeJobId":"{{busy}}"},
            {"status":"FAILED","msg":"FAILED","reason":"The target of a BUMP must be DATASTORE, not {{first}}"}]
            """.ReplaceLineEndings(""),
            answer.Text);
        Assert.Equal([made], await Ui.IdsAsync($"/targets/{first}/jobs"));
        Assert.Equal([also], await Ui.IdsAsync($"/targets/{second}/jobs"));
    }

    [Fact]
    public async Task A_request_with_one_bad_item_makes_no_job()
    {
        var target = NewJob.Target();
        var bad = NewJob.Of("REMOVE", NewJob.Target());
        bad.Remove("description");

        var refusal = (await Ui.PostAsync(NewJob.Of("ADD", target), bad)).Is(HttpStatusCode.BadRequest).Json;

        Assert.Equal("Bad Request", (string?)refusal["message"]);
        var detail = Assert.Single(refusal["details"]!.AsArray())!;
        Assert.Equal("""["body","jobs",1]""", detail["loc"]!.ToJsonString());
        Assert.Equal("Value error, Must provide a description when operation is REMOVE.", (string?)detail["msg"]);
        Assert.Equal(bad.ToJsonString(), detail["input"]!.ToJsonString());
        Assert.Empty(await Ui.ListAsync($"/targets/{target}/jobs"));
        Assert.Null(await Ui.TargetAsync(target));
    }

    [Theory]
    [InlineData("/jobs", "", """["body"] missing""")]
    [InlineData("/jobs", "{", null)]
    [InlineData("/jobs", "{}", """["body","jobs"] missing""")]
    [InlineData("/jobs", """{"jobs":[{"operation":"add","target":"X"}]}""", """["body","jobs",0,"operation"] enum""")]
    [InlineData("/jobs", """{"jobs":[{"operation":"ADD","target":5}]}""", """["body","jobs",0,"target"] string_type""")]
    [InlineData("/jobs", """{"jobs":[{"operation":"ADD","target":"X","user":"me"}]}""", """["body","jobs",0,"user"] extra_forbidden""")]
    [InlineData("/maintenance-status", """{"msg":"x","pause":1}""", """["body","paused"] missing, ["body","pause"] extra_forbidden""")]
    [InlineData("/maintenance-status", """{"msg":"x","paused":2}""", """["body","paused"] bool_parsing""")]
    public async Task What_breaks_the_schema_is_400_with_details(string path, string body, string? rules)
    {
        using var content = JobsJson.Content(body);

        var refusal = (await Ui.Door.PostAsync(path, content)).Is(HttpStatusCode.BadRequest).Json;

        Assert.Equal(["message", "details"], refusal.AsObject().Select(member => member.Key));
        Assert.Equal("Bad Request", (string?)refusal["message"]);
        var details = refusal["details"]!.AsArray().Select(detail => $"{detail!["loc"]!.ToJsonString()} {detail["type"]}").ToList();
        Assert.NotEmpty(details);
        Assert.All(refusal["details"]!.AsArray(), detail => Assert.NotEmpty((string)detail!["msg"]!));
        Assert.Equal(rules ?? string.Join(", ", details), string.Join(", ", details));
    }

    [Fact]
    public async Task Snake_case_and_empty_requests_are_taken()
    {
        var target = NewJob.Target();
        var job = new JsonObject { ["operation"] = "SET_STATUS", ["target"] = target, ["release_status"] = "DRAFT", ["description"] = "dropped" };

        var id = await Ui.MakeAsync(job);

        Assert.Equal(
            $$"""{"operation":"SET_STATUS","target":"{{target}}","releaseStatus":"DRAFT"}""", (await Ui.JobAsync(id))["parameters"]!.ToJsonString());
        Assert.Equal("[]", (await Ui.PostAsync()).Is(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task A_post_that_is_repeated_with_its_key_is_answered_as_the_first()
    {
        var target = NewJob.Target();

        var (first, again) = (await PostAsync(), await PostAsync());
        await Ui.SayAsync((string)JsonNode.Parse(first)![0]!["job_id"]!, new Report("failed"));
        var late = await PostAsync();

        Assert.Contains("CREATED", first, StringComparison.Ordinal);
        Assert.Equal([first, first], [again, late]);

        async Task<string> PostAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs") { Content = JobsJson.Content($$"""{"jobs":[{"operation":"ADD","target":"{{target}}"}]}""") };
            request.Headers.Add("Idempotency-Key", target);
            return (await Ui.Door.SendAsync(request)).Is(HttpStatusCode.OK).Text;
        }
    }
}
