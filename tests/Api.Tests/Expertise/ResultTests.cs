using System.Net;
using System.Text;
using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class ResultTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    private const string Scores = "s1,~A1,0.25\ns1,~B1,1\ndummy,~A1,0.5\n\"s,2\",~B1,1e-05\n";
    private const string Sparse = "s1,~B1,1\ndummy,~A1,0.5\n";
    private const string Metadata = """{"submission_count": 2, "no_profile": ["x"]}""";

    [Fact]
    public async Task The_seed_has_all_scores()
    {
        var (token, job) = await CompletedAsync(("metadata.json", Metadata), ("scores.csv", Scores), ("sparse.csv", Sparse));

        Assert.Equal(
            (
                HttpStatusCode.OK,
                """{"results":[{"submission":"s1","user":"~A1","score":0.25},{"submission":"s1","user":"~B1","score":1.0},{"submission":"dummy","user":"~A1","score":0.5},{"submission":"s,2","user":"~B1","score":1E-05}]}"""),
            await GetAsync($"/expertise/results?job_id={job.Id}", token));
    }

    [Theory]
    [InlineData("metadata.json", "scores.csv", "sparse.csv")]
    [InlineData("sparse.csv", "scores.csv", "metadata.json")]
    [InlineData("scores.csv", "./sparse.csv", "./metadata.json")]
    public async Task The_newest_api_has_the_best_and_the_metadata(params string[] order)
    {
        var contents = new Dictionary<string, string> { ["metadata.json"] = Metadata, ["scores.csv"] = Scores, ["sparse.csv"] = Sparse };
        var (token, job) = await CompletedAsync([.. order.Select(name => (name, contents[name.TrimStart('.', '/')]))]);

        Assert.Equal(
            (HttpStatusCode.OK, $$"""{"results":[{"entityA":"~B1","entityB":"s1","score":1.0}],"metadata":{{Metadata}}}"""),
            await GetAsync($"/expertise/results?jobId={job.Id}&format=other", token));
        Assert.Equal((HttpStatusCode.OK, Metadata), await GetAsync($"/expertise/metadata?jobId={job.Id}", token));
    }

    [Fact]
    public async Task Without_a_selection_all_are_the_best()
    {
        var (token, job) = await CompletedAsync(("metadata.json", "{}"), ("scores.csv", "s1,~A1,0.25\n"));

        Assert.Equal(
            """{"results":[{"entityA":"~A1","entityB":"s1","score":0.25}],"metadata":{}}""",
            (await GetAsync($"/expertise/results?jobId={job.Id}", token)).Body);
    }

    [Fact]
    public async Task Csv_has_the_rows_of_json()
    {
        var (token, job) = await CompletedAsync(("metadata.json", "{}"), ("scores.csv", Scores));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/expertise/results?jobId={job.Id}&format=CSV");
        request.Headers.TryAddWithoutValidation("Authorization", token);

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            "entityA,entityB,score\r\n~A1,s1,0.25\r\n~B1,s1,1\r\n~B1,\"s,2\",1e-05\r\n", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("""{"name":"n","entityA":{"type":"Group"},"entityB":{"type":"Group"}}""")]
    [InlineData("""{"name":"n","entityA":{"type":"Note"},"entityB":{"type":"Note"}}""")]
    [InlineData("""{"name":"seed","alternate_match_group":["G"]}""")]
    [InlineData("""{"name":"seed","match_paper_id":"p"}""")]
    public async Task Between_equals_the_first_column_is_the_first_entity(string request)
    {
        var token = NewToken();
        var scores = await ArchiveAsync(("metadata.json", "{}"), ("sparse.csv", "dummy,b,0.5\n"));
        var job = await Jobs.AddAsync(UserOf(token), StepStatus.Completed, StepStatus.Completed, request, scores);

        Assert.Equal(
            """{"results":[{"entityA":"dummy","entityB":"b","score":0.5}],"metadata":{}}""",
            (await GetAsync($"/expertise/results?jobId={job.Id}", token)).Body);
    }

    [Fact]
    public async Task Before_it_has_completed_a_job_has_none()
    {
        var token = NewToken();
        var job = await Jobs.AddAsync(UserOf(token), StepStatus.Running, StepStatus.Blocked);
        const string Reason = "status: Fetching Data | description: Job is currently fetching data from OpenReview";

        Assert.Equal((HttpStatusCode.OK, "[]"), await GetAsync($"/expertise/results?job_id={job.Id}", token));
        Assert.Equal(
            Newest(HttpStatusCode.NotFound, "NotFoundError", $"Scores not found - {Reason}"), await GetAsync($"/expertise/results?jobId={job.Id}", token));
        Assert.Equal(
            Newest(HttpStatusCode.NotFound, "NotFoundError", $"Metadata not available - {Reason}"),
            await GetAsync($"/expertise/metadata?jobId={job.Id}", token));
    }

    [Fact]
    public async Task An_id_is_needed()
    {
        var token = NewToken();
        var newest = Newest(HttpStatusCode.BadRequest, "BadRequestError", "Bad request: jobId is required");

        Assert.Equal(newest, await GetAsync("/expertise/results", token));
        Assert.Equal(newest, await GetAsync("/expertise/results?jobId=&job_id=1", token));
        Assert.Equal(newest, await GetAsync("/expertise/metadata", token));
        Assert.Equal(Seed(HttpStatusCode.BadRequest, "the query has no job_id"), await GetAsync("/expertise/results?job_id=", token));
    }

    [Fact]
    public async Task What_is_missing_in_a_result_is_told()
    {
        var (token, job) = await CompletedAsync(("other.txt", ""));
        Assert.Equal(
            Newest(HttpStatusCode.NotFound, "NotFoundError", $"Sparse score file not found for job {job.Id}"),
            await GetAsync($"/expertise/results?jobId={job.Id}", token));
        Assert.Equal(
            Newest(HttpStatusCode.NotFound, "NotFoundError", $"Metadata file not found for job {job.Id}"),
            await GetAsync($"/expertise/metadata?jobId={job.Id}", token));

        (token, job) = await CompletedAsync(("scores.csv", Scores));
        Assert.Equal(
            Newest(HttpStatusCode.NotFound, "NotFoundError", $"Metadata file not found for job {job.Id}"),
            await GetAsync($"/expertise/results?jobId={job.Id}", token));

        job = await Jobs.AddAsync(
            UserOf(token), StepStatus.Completed, StepStatus.Completed, scores: await Yard.Blobs.AddAsync("no archive"u8.ToArray()));
        var (status, body) = await GetAsync($"/expertise/results?job_id={job.Id}", token);
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.StartsWith($$"""{"error":"The result of job {{job.Id}} cannot be read: """, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seed_forgets_scores_once_they_were_sent()
    {
        var (token, job) = await CompletedAsync(("scores.csv", "s,~A1,0.5\n"));

        using var forgets = Forgets(job);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/expertise/results?job_id={job.Id}&delete_on_get=yes", token)).Status);
        Assert.Empty(forgets.Calls);
        Assert.Equal(
            """{"results":[{"submission":"s","user":"~A1","score":0.5}]}""",
            (await GetAsync($"/expertise/results?job_id={job.Id}&delete_on_get=TRUE", token)).Body);
        await forgets.Ended.WaitAsync(Cancelled);
        Assert.Equal(
            Seed(
                HttpStatusCode.NotFound,
                $"The scores of job {job.Id} are not there any more: they were deleted when they had been fetched (delete_on_get)"),
            await GetAsync($"/expertise/results?job_id={job.Id}", token));
        Assert.Contains($"\"{job.Id}\"", (await GetAsync("/expertise/jobs", token)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task The_newest_api_deletes_a_job_once_its_scores_were_sent(string format)
    {
        var (token, job) = await CompletedAsync(("metadata.json", "{}"), ("scores.csv", "s,~A1,0.5\n"));

        using var deletions = Yard.Faults.Watch<IExpertiseJobGrain>(nameof(IExpertiseJobGrain.DeleteAsync), call => call.Id == job.Id);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/expertise/results?jobId={job.Id}&format={format}&deleteOnGet=True", token)).Status);
        await deletions.Ended.WaitAsync(Cancelled);
        Assert.Equal(
            Newest(HttpStatusCode.NotFound, "NotFoundError", "Job not found"), await GetAsync($"/expertise/results?jobId={job.Id}", token));
    }

    [Theory]
    [InlineData("job_id={0}&delete_on_get=true")]
    [InlineData("jobId={0}&deleteOnGet=true")]
    [InlineData("jobId={0}&deleteOnGet=true&format=csv")]
    public async Task What_breaks_in_the_middle_ends_the_connection_and_deletes_nothing(string query)
    {
        var scores = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
        {
            scores.Append("submission").Append(i).Append(",~Member1,0.5\n");
        }

        var (token, job) = await CompletedAsync(("metadata.json", "{}"), ("scores.csv", scores.Append("broken,~A1,none\n").ToString()));
        using var forgets = Forgets(job);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/expertise/results?{string.Format(query, job.Id)}");
        request.Headers.TryAddWithoutValidation("Authorization", token);

        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Empty(forgets.Calls);
        Assert.True(await job.IsThereAsync());
    }

    [Fact]
    public async Task Many_scores_are_streamed()
    {
        var scores = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
        {
            scores.Append('s').Append(i).Append(",~Member1,0.5\n");
        }

        var (token, job) = await CompletedAsync(("metadata.json", "{}"), ("sparse.csv", scores.ToString()));

        var (_, json) = await GetAsync($"/expertise/results?jobId={job.Id}", token);
        Assert.EndsWith("""{"entityA":"~Member1","entityB":"s99999","score":0.5}],"metadata":{}}""", json, StringComparison.Ordinal);
        Assert.Equal(100_000, System.Text.Json.Nodes.JsonNode.Parse(json)!["results"]!.AsArray().Count);
    }

    private async Task<(string Token, YardExpertiseJob Job)> CompletedAsync(params (string Name, string Content)[] files)
    {
        var token = NewToken();
        return (token, await Jobs.AddAsync(UserOf(token), StepStatus.Completed, StepStatus.Completed, scores: await ArchiveAsync(files)));
    }

    private CallFault Forgets(YardExpertiseJob job) =>
        Yard.Faults.Watch<IExpertiseJobGrain>(nameof(IExpertiseJobGrain.ForgetScoresAsync), call => call.Id == job.Id);
}
