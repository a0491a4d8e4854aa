using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Expertise.Status;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class StatusTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    private static readonly (HttpStatusCode, string) NoJob = Newest(HttpStatusCode.NotFound, "NotFoundError", "Job not found");

    private const string Request = """{"name":"n","entityA":{"type":"Group","memberOf":"G"},"entityB":{"type":"Note","invitation":"I"}}""";

    [Fact]
    public async Task A_job_is_shown_as_the_original_shows_it()
    {
        var token = NewToken();
        var job = await Jobs.AddAsync(UserOf(token), StepStatus.Queued, StepStatus.Blocked);
        var view = await job.LookAsync();

        Assert.Equal(
            (
                HttpStatusCode.OK,
                $$"""{"name":"n","tauthor":"{{UserOf(token)}}","jobId":"{{job.Id}}","status":"Queued","description":"Job is waiting to start fetching OpenReview data","cdate":{{view.Item.CreatedAt.ToUnixTimeMilliseconds()}},"mdate":{{view.ChangedAt.ToUnixTimeMilliseconds()}},"request":{{Request}}"""
                    + "}"),
            await GetAsync($"/expertise/status?jobId={job.Id}", token));
    }

    [Theory]
    [InlineData(StepStatus.Queued, StepStatus.Blocked, "Queued", "Job is waiting to start fetching OpenReview data")]
    [InlineData(StepStatus.Running, StepStatus.Blocked, "Fetching Data", "Job is currently fetching data from OpenReview")]
    [InlineData(
        StepStatus.Completed, StepStatus.Queued, "Queued for Expertise", "Job has assembled the data and is waiting in queue for the expertise model")]
    [InlineData(
        StepStatus.Completed, StepStatus.Running, "Running Expertise", "Job is running the selected expertise model to compute scores")]
    [InlineData(StepStatus.Completed, StepStatus.Completed, "Completed", "Job is complete and the computed scores are ready")]
    [InlineData(StepStatus.Failed, StepStatus.Blocked, "Error", "why")]
    [InlineData(StepStatus.Failed, StepStatus.Blocked, "Data Error", "why", true)]
    [InlineData(StepStatus.Completed, StepStatus.Failed, "Error", "why")]
    [InlineData(StepStatus.Completed, StepStatus.Failed, "Data Error", "why", true)]
    [InlineData(StepStatus.Cancelled, StepStatus.Blocked, "Error", "Job was cancelled")]
    [InlineData(StepStatus.Completed, StepStatus.Cancelled, "Error", "Job was cancelled")]
    [InlineData(StepStatus.TimedOut, StepStatus.Blocked, "Error", "why")]
    [InlineData(StepStatus.Completed, StepStatus.TimedOut, "Error", "why")]
    public async Task A_status_has_its_words(StepStatus dataset, StepStatus scoring, string status, string description, bool isDataError = false)
    {
        var job = await Jobs.AddAsync("~Nobody1", dataset, scoring, isDataError: isDataError);

        Assert.Equal(new NewestStatus(status, description), NewestStatus.Of(await job.LookAsync()));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("123456789")]
    public async Task What_is_no_job_is_not_found(string id)
    {
        var token = NewToken();

        Assert.Equal(NoJob, await GetAsync($"/expertise/status?jobId={id}", token));
        Assert.Equal(NoJob, await GetAsync($"/expertise/results?jobId={id}", token));
        Assert.Equal(NoJob, await GetAsync($"/expertise/metadata?jobId={id}", token));
        Assert.Equal(NoJob, await SendAsync(HttpMethod.Delete, $"/expertise/{id}", token));
        Assert.Equal(Seed(HttpStatusCode.NotFound, "No matching jobs"), await GetAsync($"/expertise/results?job_id={id}", token));
    }

    [Fact]
    public async Task Only_the_owner_and_superusers_see_a_job()
    {
        var (token, other) = (NewToken(), NewToken());
        var id = (await Jobs.AddAsync(UserOf(token), StepStatus.Completed, StepStatus.Failed)).Id;
        var forbidden = Newest(HttpStatusCode.Forbidden, "ForbiddenError", "Forbidden: Insufficient permissions to access job");

        Assert.Equal(forbidden, await GetAsync($"/expertise/status?jobId={id}", other));
        Assert.Equal(forbidden, await GetAsync($"/expertise/results?jobId={id}", other));
        Assert.Equal(forbidden, await GetAsync($"/expertise/metadata?jobId={id}", other));
        Assert.Equal(forbidden, await SendAsync(HttpMethod.Delete, $"/expertise/{id}", other));
        Assert.Equal(Seed(HttpStatusCode.NotFound, "No matching jobs"), await GetAsync($"/expertise/results?job_id={id}", other));
        Assert.Equal("""{"results":[]}""", (await GetAsync("/expertise/status/all", other)).Body);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/expertise/status?jobId={id}", token)).Status);
        var (_, seen) = await GetAsync($"/expertise/status?jobId={id}", SuperToken);
        Assert.Equal(UserOf(token), (string?)JsonNode.Parse(seen)!["tauthor"]);
        Assert.Contains(id.ToString(), await IdsAsync("", SuperToken));
    }

    [Fact]
    public async Task A_list_has_the_newest_first_and_all_pages()
    {
        var token = NewToken();
        var jobs = new YardExpertiseJob[5];
        for (var place = 0; place < jobs.Length; place++)
        {
            jobs[place] = await Jobs.AddAsync(UserOf(token), StepStatus.Queued, StepStatus.Blocked);
        }

        // Pages of two, of jobs that nodes with clocks of their own made.
        using var lists = Yard.Faults.On<IExpertiseJobsGrain>(
            nameof(IExpertiseJobsGrain.ListAsync),
            call => call.Argument<string?>(0) == UserOf(token),
            async call =>
            {
                call.SetArgument(2, 2);
                await call.InvokeAsync();
                var page = (ExpertisePage)call.Answer!;
                call.Answer = page with { Jobs = [.. page.Jobs.Select(job => job with { Item = job.Item with { CreatedAt = ClockOf(job.Item) } })] };
            });

        string[] expected = [.. ((int[])[0, 4, 2, 1, 3]).Select(index => jobs[index].Id.ToString())];
        Assert.Equal(expected, await IdsAsync("", token));
        Assert.Equal(await GetAsync("/expertise/status/all", token), await GetAsync("/expertise/status?jobId=", token));
        Assert.Equal(3 * 3, lists.Calls.Count);

        DateTimeOffset ClockOf(WorkItemView item) => item.Id == jobs[0].Id ? item.CreatedAt.AddHours(1)
            : item.Id == jobs[3].Id ? item.CreatedAt.AddHours(-1)
            : item.CreatedAt;
    }

    [Fact]
    public async Task A_list_has_what_begins_as_the_query_says()
    {
        var token = NewToken();
        var one = (await Jobs.AddAsync(
            UserOf(token),
            StepStatus.Queued,
            StepStatus.Blocked,
            """{"name":"n","entityA":{"type":"Group","memberOf":"ABC.cc/Reviewers"},"entityB":{"type":"Note","id":"Paper1"}}""")).Id.ToString();
        var two = (await Jobs.AddAsync(
            UserOf(token),
            StepStatus.Completed,
            StepStatus.Completed,
            """{"name":"n","entityA":{"type":"Note","invitation":"ABC.cc/-/Submission"},"entityB":{"type":"Note","id":"Paper2"}}""")).Id.ToString();
        var three = (await Jobs.AddAsync(UserOf(token), StepStatus.Completed, StepStatus.Queued, """{"name":"seed","match_group":"ABC.cc"}""")).Id.ToString();

        Assert.Equal([three, one], await IdsAsync("status=queued", token));
        Assert.Equal([three], await IdsAsync("status=QUEUED FOR", token));
        Assert.Equal([one], await IdsAsync("memberOf=abc.CC", token));
        Assert.Equal([one], await IdsAsync("entityA.memberOf=ABC&entityB.id=paper1", token));
        Assert.Empty(await IdsAsync("entityA.memberOf=ABC&entityB.id=paper2", token));
        Assert.Empty(await IdsAsync("entityB.memberOf=ABC", token));
        Assert.Equal([two, one], await IdsAsync("id=paper", token));
        Assert.Equal([two], await IdsAsync("invitation=ABC.cc/-/&status=completed", token));
        Assert.Equal([three, two, one], await IdsAsync("status=&other=x&entityC.id=y&entityA.status=z", token));
        var (status, body) = await GetAsync("/expertise/status/all?a.b.c=1", token);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("got 'a.b.c'", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seeds_list_has_both_steps()
    {
        var token = NewToken();
        (StepStatus Dataset, StepStatus Scoring, string InDataset, string InScoring)[] all =
        [
            (StepStatus.Queued, StepStatus.Blocked, "queued", "blocked"),
            (StepStatus.Running, StepStatus.Blocked, "processing", "blocked"),
            (StepStatus.Cancelled, StepStatus.Blocked, "stale", "blocked"),
            (StepStatus.Failed, StepStatus.Blocked, "error", "blocked"),
            (StepStatus.TimedOut, StepStatus.Blocked, "timeout", "blocked"),
            (StepStatus.Completed, StepStatus.Queued, "completed", "queued"),
            (StepStatus.Completed, StepStatus.Running, "completed", "processing"),
            (StepStatus.Completed, StepStatus.Completed, "completed", "completed"),
        ];
        var ids = new List<long>();
        foreach (var job in all)
        {
            ids.Add((await Jobs.AddAsync(UserOf(token), job.Dataset, job.Scoring)).Id);
        }

        string Steps(Func<(StepStatus, StepStatus, string InDataset, string InScoring), string> word) => string.Join(
            ',', all.Select((job, index) => $$"""{"job_name":"n","job_id":"{{ids[index]}}","status":"{{word(job)}}"}"""));

        Assert.Equal(
            (HttpStatusCode.OK, $$"""{"dataset":[{{Steps(job => job.InDataset)}}],"expertise":[{{Steps(job => job.InScoring)}}]}"""),
            await GetAsync("/expertise/jobs", token));
        Assert.Equal("""{"dataset":[],"expertise":[]}""", (await GetAsync("/expertise/jobs", NewToken())).Body);
    }

    private async Task<string[]> IdsAsync(string query, string token)
    {
        var (status, body) = await GetAsync($"/expertise/status/all?{query}", token);
        Assert.True(status == HttpStatusCode.OK, body);
        return [.. JsonNode.Parse(body)!["results"]!.AsArray().Select(job => (string)job!["jobId"]!)];
    }
}
