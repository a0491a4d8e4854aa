using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Hosting;
using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class DoorPortTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    private const string NotFound = """{"name":"NotFoundError","message":"There is nothing at this URL"}""";

    protected override (string Key, string Value)[] Settings => [.. base.Settings, ("Doors:Expertise:Url", "http://127.0.0.1:0")];

    [Fact]
    public async Task Its_own_port_has_exactly_the_originals_paths()
    {
        using var door = FrontEnd.ClientOf(FrontEnd.App.Urls.Last());

        Assert.Equal("OpenReview Expertise (test)", await door.GetStringAsync("/expertise/test", Cancelled));
        Assert.Equal("""{"status":"Available for predictions"}""", await door.GetStringAsync("/startup", Cancelled));
        Assert.Equal("""{"status":"Healthy instance"}""", await door.GetStringAsync("/health", Cancelled));
        Assert.Equal("\"I'm alive!\"", await door.GetStringAsync("/health/alive", Cancelled));
        await AnswersAsync("/jobs", """{"dataset":[""");
        Assert.Equal(Seed(HttpStatusCode.NotFound, "No matching jobs"), await AskAsync(door, HttpMethod.Get, "/results?job_id=5"));
        Assert.Equal(Seed(HttpStatusCode.BadRequest, "the query has no job_id"), await AskAsync(door, HttpMethod.Get, "/results"));
        await AnswersAsync("/expertise/status", """{"results":[""");
        Assert.Equal((HttpStatusCode.NotFound, NotFound), await AskAsync(door, HttpMethod.Get, "/expertise/jobs"));
        Assert.Equal((HttpStatusCode.NotFound, NotFound), await AskAsync(door, HttpMethod.Post, "/jobs"));
        Assert.Equal((HttpStatusCode.NotFound, NotFound), await AskAsync(door, HttpMethod.Get, "/targets"));
        Assert.Equal((HttpStatusCode.NotFound, NotFound), await AskAsync(door, HttpMethod.Get, "/api/v1/work"));
        Assert.Equal(
            Newest(HttpStatusCode.MethodNotAllowed, "MethodNotAllowedError", "The method is not allowed for this URL"),
            await AskAsync(door, HttpMethod.Put, "/expertise"));

        // Without OpenReview all tests are one user, who has jobs of other tests.
        async Task AnswersAsync(string path, string start)
        {
            var (status, body) = await AskAsync(door, HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.StartsWith(start, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task On_the_main_port_the_paths_of_other_doors_are_theirs()
    {
        Assert.StartsWith("""{"message":"Bad Request",""", (await GetAsync("/jobs?status=none", null)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/results", "any")).Status);
        Assert.StartsWith("<!doctype html>", (await GetAsync("/results", "any")).Body, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, NotFound), await GetAsync("/expertise/more/and/more", "any"));
        Assert.Equal("""{"status":"Healthy instance"}""", (await GetAsync("/health", null)).Body);
        Assert.Equal("OpenReview Expertise (test)", (await GetAsync("/expertise/test", null)).Body);
    }

    [Fact]
    public async Task A_node_that_is_not_ready_takes_no_jobs_yet()
    {
        await using var node = await FrontEnd.StartAsync(Yard, services => services.AddSingleton<INodeReadiness, NotReady>());

        using var answer = await node.Client.GetAsync("/startup", Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("""{"status":"Service unavailable: Artifact loading in progress"}""", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task The_description_of_the_api_has_the_door()
    {
        var document = JsonNode.Parse(await Client.GetStringAsync("/openapi/v1.json", Cancelled))!;
        var paths = document["paths"]!;

        var post = paths["/expertise"]!["post"]!;
        Assert.NotNull(post["requestBody"]!["content"]!["application/json"]!["schema"]);
        Assert.Equal(["200", "400", "401", "403", "409", "413", "415", "429", "500", "502", "503"], post["responses"]!.AsObject().Select(answer => answer.Key).Order());
        Assert.NotNull(paths["/expertise/results"]!["get"]!["responses"]!["200"]);
        Assert.NotNull(paths["/expertise/{jobId}"]!["delete"]);
        Assert.Equal("All jobs that the conditions allow, oldest first", (string?)paths["/jobs"]!["get"]!["summary"]);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient door, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Nobody-token");
        using var answer = await door.SendAsync(request, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    private sealed class NotReady : INodeReadiness
    {
        public bool IsReady => false;

        public string? Reason => "no storage";
    }
}
