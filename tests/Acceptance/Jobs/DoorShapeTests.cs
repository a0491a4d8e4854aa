using System.Net;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Jobs;

/// <summary>How the door answers whatever one asks, on its own port and on the main one.</summary>
[Collection(typeof(TheUi))]
public sealed class DoorShapeTests(UiNode node)
{
    private const string NotFound = """{"detail":"Not Found"}""";
    private const string WrongMethod = """{"detail":"Method Not Allowed"}""";

    private Door Ui => node.Ui.Door;

    private Door Main => node.Jobs.Door;

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, NotFound)]
    [InlineData("GET", "/targets/X", HttpStatusCode.NotFound, NotFound)]
    [InlineData("PUT", "/jobs", HttpStatusCode.MethodNotAllowed, WrongMethod)]
    [InlineData("DELETE", "/jobs/1", HttpStatusCode.MethodNotAllowed, WrongMethod)]
    [InlineData("POST", "/targets", HttpStatusCode.MethodNotAllowed, WrongMethod)]
    [InlineData("POST", "/getWork?client=me", HttpStatusCode.NotFound, NotFound)]
    [InlineData("POST", "/getStats", HttpStatusCode.NotFound, NotFound)]
    [InlineData("GET", "/test", HttpStatusCode.NotFound, NotFound)]
    [InlineData("PUT", "/storeResult/X/?client=me", HttpStatusCode.NotFound, NotFound)]
    [InlineData("GET", "/downloadResults", HttpStatusCode.NotFound, NotFound)]
    [InlineData("GET", "/api/v1/jobs", HttpStatusCode.NotFound, NotFound)]
    [InlineData("POST", "/api/v1/jobs/claim", HttpStatusCode.NotFound, NotFound)]
    [InlineData("GET", "/openapi/v1.json", HttpStatusCode.NotFound, NotFound)]
    [InlineData("GET", "/console/jobs", HttpStatusCode.NotFound, NotFound)]
    public async Task Its_own_port_has_its_own_paths_alone(string method, string path, HttpStatusCode status, string body)
    {
        var answer = await Ui.SendAsync(new HttpMethod(method), path);

        answer.Is(status).Is(body);
        Assert.Equal("application/json", answer.Type);
    }

    [Fact]
    public async Task All_of_its_paths_are_on_both_ports_and_say_the_same()
    {
        var id = await node.Ui.MakeAsync(NewJob.Of("ADD", NewJob.Target()));
        foreach (var path in new[]
                 {
                     "/jobs", "/jobs?status=queued", $"/jobs/{id}", "/targets", "/targets/DATASTORE/jobs", "/importable-datasets", "/maintenance-status",
                     "/maintenance-history", "/health/alive", "/health/ready",
                 })
        {
            var (own, main) = ((await Ui.GetAsync(path)).Is(HttpStatusCode.OK), (await Main.GetAsync(path)).Is(HttpStatusCode.OK));
            Assert.Equal(main.Text, own.Text);
            Assert.Equal("application/json", own.Type);
        }

        Assert.Equal(node.Node.Process.Address, new Uri((await Ui.GetAsync("/")).Is(HttpStatusCode.Redirect).Header("Location")!));
    }

    [Fact]
    public async Task Health_is_said_in_the_originals_words()
    {
        (await Ui.GetAsync("/health/alive")).Is(HttpStatusCode.OK).Is("\"I'm alive!\"");
        (await Ui.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Is("\"I'm ready!\"");
    }

    [Theory]
    [InlineData("GET", "/jobs/987654321", null, HttpStatusCode.NotFound, "No job found for jobId: 987654321")]
    [InlineData("PUT", "/jobs/987654321", """{"status":"initiated"}""", HttpStatusCode.NotFound, "Could not find job with id 987654321")]
    public async Task A_job_that_is_not_there_is_404(string method, string path, string? body, HttpStatusCode status, string message)
    {
        using var content = body is null ? null : JobsJson.Content(body);

        (await Ui.SendAsync(new HttpMethod(method), path, content)).Is(status).Is($$"""{"message":"{{message}}"}""");
    }

    [Theory]
    [InlineData("GET", "/jobs/abc", null, """["path","job_id"] int_parsing""")]
    [InlineData("GET", "/jobs?status=done", null, """["query","status"] enum""")]
    [InlineData("GET", "/jobs?operation=", null, """["query","operation"] enum""")]
    [InlineData("GET", "/jobs?operation=ADD,NOTHING", null, """["query","operation"] enum""")]
    [InlineData("GET", "/jobs?ignoreCompleted=perhaps", null, """["query","ignoreCompleted"] bool_parsing""")]
    [InlineData("PUT", "/jobs/1", """{"status":"done"}""", """["body","status"] enum""")]
    [InlineData("PUT", "/jobs/1", """{"message":"x"}""", """["body","message"] extra_forbidden""")]
    public async Task What_cannot_be_read_is_400_with_details(string method, string path, string? body, string rule)
    {
        using var content = body is null ? null : JobsJson.Content(body);

        var refusal = (await Ui.SendAsync(new HttpMethod(method), path, content)).Is(HttpStatusCode.BadRequest).Json;

        Assert.Equal("Bad Request", (string?)refusal["message"]);
        var detail = Assert.Single(refusal["details"]!.AsArray())!;
        Assert.Equal(rule, $"{detail["loc"]!.ToJsonString()} {detail["type"]}");
    }

    [Fact]
    public async Task A_job_that_has_ended_takes_no_report()
    {
        var id = await node.Ui.MakeAsync(NewJob.Of("ADD", NewJob.Target()));
        await node.Ui.SayAsync(id, new Report("failed", Log: "why"));
        var ended = await node.Ui.JobAsync(id);

        foreach (var report in new Report[] { new("completed"), new("queued"), new(Description: "d"), new(Log: "more"), new() })
        {
            (await node.Ui.PutAsync(id, report)).Is(HttpStatusCode.Conflict).Is($$"""{"message":"Job with id {{id}} has already been completed"}""");
        }

        Assert.Equal(ended.ToJsonString(), (await node.Ui.JobAsync(id)).ToJsonString());
    }

    [Theory]
    [InlineData("GET", "/jobs?status=queued", HttpStatusCode.OK)]
    [InlineData("GET", "/jobs/987654321", HttpStatusCode.NotFound)]
    [InlineData("GET", "/jobs?status=done", HttpStatusCode.BadRequest)]
    [InlineData("PATCH", "/jobs", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    public async Task Every_answer_has_the_requests_id(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-Request-ID", "ui-42/a");
        Assert.Equal("ui-42/a", (await Ui.SendAsync(request)).Is(status).Header("X-Request-ID"));

        var (made, next) = ((await Ui.SendAsync(new HttpMethod(method), path)).Header("X-Request-ID"), (await Ui.GetAsync("/jobs")).Header("X-Request-ID"));
        Assert.StartsWith("job-service-", made, StringComparison.Ordinal);
        Assert.True(Guid.TryParse(made!["job-service-".Length..], out _), made);
        Assert.NotEqual(made, next);
    }
}
