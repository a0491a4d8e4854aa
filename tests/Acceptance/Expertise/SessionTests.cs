using System.Net;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Acceptance.Expertise;

/// <summary>The conversations of both originals' clients with a real node and a server that stands for OpenReview.</summary>
public sealed class SessionTests
{
    private static readonly Dictionary<string, string> Right = new() { ["s1"] = "~Rail_Expert1", ["s2"] = "~Bird_Expert1" };

    [Fact]
    public async Task The_seeds_client_gets_its_scores_once()
    {
        await using var review = await StartReviewAsync();
        await using var node = await StartAsync(review);
        var (ann, bob) = (new ExpertiseClient(node.Door, Conference.AnnsToken), new ExpertiseClient(node.Door, Conference.BobsToken));
        (await node.Door.GetAsync("/expertise/test")).Is(HttpStatusCode.OK);
        (await node.Door.GetAsync("/expertise/jobs")).Is(HttpStatusCode.BadRequest).Is("""{"error":"No Authorization token in headers"}""");

        var id = await ann.SubmitSeedAsync(Conference.Config("seed"));
        Assert.Equal(("completed", "completed"), await ann.SeedUntilAsync(id, "completed"));
        Assert.Empty((await bob.GetAsync("/expertise/jobs")).Is(HttpStatusCode.OK).Json["expertise"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await bob.GetAsync($"/expertise/results?job_id={id}")).Status);

        var results = (await ann.GetAsync($"/expertise/results?job_id={id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(6, results["results"]!.AsArray().Count);
        Assert.Equal(Right, Conference.Best(results));
        Assert.Equal(results.ToJsonString(), (await ann.GetAsync($"/expertise/results?job_id={id}&delete_on_get=True")).Is(HttpStatusCode.OK).Json.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync($"/expertise/results?job_id={id}")).Status);
        Assert.Equal(("completed", "completed"), await ann.SeedStatusAsync(id));
        Assert.DoesNotContain("s3cret", node.Process.Output + string.Concat(node.Process.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_client_gets_its_scores_as_json_and_csv_and_deletes_the_job()
    {
        await using var review = await StartReviewAsync();
        await using var node = await StartAsync(review);
        var (ann, bob) = (new ExpertiseClient(node.Door, Conference.AnnsToken), new ExpertiseClient(node.Door, Conference.BobsToken));

        var id = await ann.SubmitAsync(Conference.Request("newest"));
        var status = await ann.StatusUntilAsync(id, "Completed");
        Assert.Equal(("newest", "~Ann_Chair1", id), ((string?)status["name"], (string?)status["tauthor"], (string?)status["jobId"]));
        Assert.Equal("Job is complete and the computed scores are ready", (string?)status["description"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.GetAsync($"/expertise/status?jobId={id}")).Status);
        var results = (await ann.GetAsync($"/expertise/results?jobId={id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(Right, Conference.Best(results, "entityB", "entityA"));
        Assert.Equal(2, (int?)results["metadata"]!["submission_count"]);
        var csv = (await ann.GetAsync($"/expertise/results?jobId={id}&format=csv")).Is(HttpStatusCode.OK);
        Assert.StartsWith("entityA,entityB,score\r\n", csv.Text, StringComparison.Ordinal);
        Assert.Contains("~Rail_Expert1,s1,1.0\r\n", csv.Text, StringComparison.Ordinal);

        (await ann.SendAsync(HttpMethod.Delete, $"/expertise/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal("Job not found", (string?)(await ann.GetAsync($"/expertise/status?jobId={id}")).Is(HttpStatusCode.NotFound).Json["message"]);
        Assert.Empty((await ann.GetAsync("/expertise/status/all")).Is(HttpStatusCode.OK).Json["results"]!.AsArray());
    }

    [Fact]
    public async Task A_token_that_openreview_does_not_know_opens_nothing()
    {
        await using var review = await StartReviewAsync();
        await using var node = await StartAsync(review);
        var forger = new ExpertiseClient(node.Door, "eyJhbGciOiJub25lIn0.eyJpZCI6In5Bbm5fQ2hhaXIxIn0.");

        Assert.Equal(HttpStatusCode.Forbidden, (await forger.GetAsync("/expertise/status/all")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await forger.SendAsync(HttpMethod.Post, "/expertise", Conference.Request("forged"))).Status);
        Assert.Empty(await node.Door.AllWorkAsync());
    }

    [Fact]
    public async Task What_openreview_fails_at_is_an_error_that_says_so_and_the_next_job_is_not_kept_waiting()
    {
        await using var review = await StartReviewAsync();
        await using var node = await StartAsync(review);
        var ann = new ExpertiseClient(node.Door, Conference.AnnsToken);
        var wrong = Conference.Request("wrong");
        wrong["entityA"]!["memberOf"] = "Conf/Nobody";

        var failed = await ann.SubmitAsync(wrong);
        var right = await ann.SubmitAsync(Conference.Request("right"));
        Assert.Contains("Conf/Nobody", (string?)(await ann.StatusUntilAsync(failed, "Data Error"))["description"], StringComparison.Ordinal);
        await ann.StatusUntilAsync(right, "Completed");
        var results = (await ann.GetAsync($"/expertise/results?jobId={failed}")).Is(HttpStatusCode.NotFound).Json;
        Assert.StartsWith("Scores not found - status: Data Error | description: ", (string?)results["message"], StringComparison.Ordinal);
        Assert.Empty(node.Runs());
    }

    [Fact]
    public async Task A_port_of_its_own_serves_the_originals_paths_and_needs_no_openreview_for_papers_that_come_along()
    {
        var address = $"http://127.0.0.1:{FreePort.Take()}";
        await using var node = new TicketsNode("Compute:Sources:0:Name=cpu", $"Doors:Expertise:Url={address}");
        await node.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var own = new ExpertiseClient(new Door(http), "anything");

        var id = await own.SubmitSeedAsync(Conference.CsvConfig("brought"));
        await Eventually.AskAsync(
            async () => (await own.GetAsync("/jobs")).Is(HttpStatusCode.OK).Json,
            jobs => jobs["expertise"]!.AsArray().Any(job => (string?)job!["job_id"] == id && (string?)job["status"] == "completed"));
        Assert.Equal(Right, Conference.Best((await own.GetAsync($"/results?job_id={id}")).Is(HttpStatusCode.OK).Json));
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync("/targets")).Status);
    }

    private static async Task<OpenReviewServer> StartReviewAsync()
    {
        var review = await OpenReviewServer.StartAsync();
        Conference.Fill(review.Data);
        return review;
    }

    private static async Task<TicketsNode> StartAsync(OpenReviewServer review)
    {
        var node = new TicketsNode("Compute:Sources:0:Name=cpu", $"Expertise:OpenReviewBaseUrl={review.Address.ToString().TrimEnd('/')}");
        await node.StartAsync();
        return node;
    }
}
