using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>On a node of its own: a claim may get any job that waits, and maintenance keeps all.</summary>
public sealed class WorkerRoutesTests(OwnCluster cluster) : JobsTest(cluster), IClassFixture<OwnCluster>
{
    [Fact]
    public async Task A_claim_brings_jobs_with_their_leases()
    {
        var job = await Jobs.AddAsync(NewTarget());
        using var claims = Claims(job.Parameters.Target);

        var (status, body) = await PostAsync("claim", $$"""{"worker":"{{job.Parameters.Target}}","operations":["ADD","BUMP","ADD"],"max":5,"lease":"00:01:30"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        var item = Assert.Single(JsonNode.Parse(body)!["items"]!.AsArray())!;
        Assert.Equal(
            (job.Id.ToString(), "initiated", 1, job.Parameters.Target, (await Jobs.GetAsync(job.Id)).LeaseExpiresAt!.Value.ToUnixTimeMilliseconds(), 1),
            ((string?)item["jobId"], (string?)item["status"], (int)item["leaseNumber"]!, (string?)item["worker"], ((DateTimeOffset)item["leaseExpiresAt"]!).ToUnixTimeMilliseconds(), (int)item["attempt"]!));
        var claim = Assert.Single(claims.Calls).Argument<JobClaim>(0);
        Assert.Equal([JobOperation.Add, JobOperation.Bump], claim.Operations);
        Assert.Equal((5, TimeSpan.FromSeconds(90), TimeSpan.Zero), (claim.Max, claim.Lease, claim.Wait));
    }

    [Fact]
    public async Task A_claim_has_defaults_and_may_bring_nothing()
    {
        var worker = NewTarget();
        using var claims = Claims(worker);
        await Yard.Grains.JobsMaintenance().SetAsync("for a claim", paused: true, "a test");
        try
        {
            Assert.Equal((HttpStatusCode.OK, """{"items":[],"paused":true}"""), await PostAsync("claim", $$"""{"worker":"{{worker}}"}"""));
        }
        finally
        {
            await Yard.Grains.JobsMaintenance().SetAsync("over", paused: false, "a test");
        }

        var claim = Assert.Single(claims.Calls).Argument<JobClaim>(0);
        Assert.Equal((0, 1, TimeSpan.FromMinutes(5)), (claim.Operations.Count, claim.Max, claim.Lease));
    }

    [Fact]
    public async Task A_preference_to_wait_is_applied_and_told()
    {
        var worker = NewTarget();
        await Jobs.AddAsync(NewTarget(), operation: JobOperation.Change);
        using var claims = Claims(worker);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs/claim") { Content = Json($$"""{"worker":"{{worker}}"}""") };
        request.Headers.TryAddWithoutValidation("Prefer", "respond-async, wait=60");

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal("wait=20", Assert.Single(answer.Headers.GetValues("Preference-Applied")));
        // What the request took on its way is not waited for again.
        Assert.InRange(Assert.Single(claims.Calls).Argument<JobClaim>(0).Wait, TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_worker_that_leaves_waits_no_longer()
    {
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        using var waits = Claims("leaving");
        var claim = WaitAsync(Client, "leaving", leaves.Token);
        await waits.Began.WaitAsync(Cancelled);

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => claim);
        await waits.Ended.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task A_front_end_that_stops_answers_those_who_wait()
    {
        await using var frontEnd = await FrontEnd.StartAsync(Yard, services: null, Settings);
        using var waits = Claims("stopped");
        var claim = WaitAsync(frontEnd.Client, "stopped", Cancelled);
        await waits.Began.WaitAsync(Cancelled);

        await frontEnd.App.StopAsync(Cancelled);

        using var answer = await claim;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"worker":""}""")]
    [InlineData("""{"worker":null}""")]
    [InlineData("""{"worker":"a\u0000"}""")]
    [InlineData("""{"worker":"w","max":0}""")]
    [InlineData("""{"worker":"w","max":101}""")]
    [InlineData("""{"worker":"w","lease":"00:00:00"}""")]
    [InlineData("""{"worker":"w","lease":"2.00:00:00"}""")]
    [InlineData("""{"worker":"w","lease":"soon"}""")]
    [InlineData("""{"worker":"w","operations":["add"]}""")]
    [InlineData("""{"worker":"w","operations":[null]}""")]
    [InlineData("""{"worker":"w","operation":"ADD"}""")]
    public async Task A_malformed_claim_is_a_problem(string body) => AssertProblem(
        HttpStatusCode.BadRequest, "invalid-request", await PostAsync("claim", body));

    [Theory]
    [InlineData("renew", """{}""")]
    [InlineData("renew", """{"leaseNumber":7,"lease":"25:00:00"}""")]
    [InlineData("renew", """{"leaseNumber":7,"status":"queued"}""")]
    [InlineData("renew", """{"leaseNumber":7,"status":"completed"}""")]
    [InlineData("renew", """{"leaseNumber":7,"status":"Built"}""")]
    [InlineData("renew", """{"leaseNumber":7,"log":1}""")]
    [InlineData("complete", """{"log":"l"}""")]
    [InlineData("complete", """{"leaseNumber":7,"error":"e"}""")]
    [InlineData("fail", """{"leaseNumber":7}""")]
    [InlineData("fail", """{"leaseNumber":7,"error":""}""")]
    [InlineData("fail", """{"leaseNumber":7,"error":"e","retryAfter":"00:00:10"}""")]
    [InlineData("fail", """{"leaseNumber":7,"error":"e","retry":true,"retryAfter":"-00:00:10"}""")]
    public async Task A_malformed_act_is_a_problem(string act, string body) => AssertProblem(
        HttpStatusCode.BadRequest, "invalid-request", await PostAsync($"{(await LeasedAsync()).Id}/{act}", body));

    [Theory]
    [InlineData("renew", """{"leaseNumber":7,"status":"validating","lease":"00:00:10"}""", "validating")]
    [InlineData("complete", """{"leaseNumber":7}""", "completed")]
    [InlineData("fail", """{"leaseNumber":7,"error":"e"}""", "failed")]
    [InlineData("fail", """{"leaseNumber":7,"error":"e","retry":true,"retryAfter":"00:00:10"}""", "queued")]
    public async Task An_act_under_the_lease_is_done_and_answers_the_job(string act, string body, string status)
    {
        var job = await LeasedAsync();

        var (code, answer) = await PostAsync($"{job.Id}/{act}", body);

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal((job.Id.ToString(), status), ((string?)JsonNode.Parse(answer)!["jobId"], (string?)JsonNode.Parse(answer)!["status"]));
    }

    [Theory]
    [InlineData("renew", """{"leaseNumber":6}""")]
    [InlineData("complete", """{"leaseNumber":6}""")]
    [InlineData("fail", """{"leaseNumber":6,"error":"e"}""")]
    public async Task A_stale_worker_is_told_the_newest_lease(string act, string body)
    {
        var answer = await PostAsync($"{(await LeasedAsync()).Id}/{act}", body);

        AssertProblem(HttpStatusCode.Conflict, "stale-lease", answer);
        Assert.Equal(7, (int?)JsonNode.Parse(answer.Body)!["leaseNumber"]);
    }

    [Fact]
    public async Task What_nobody_holds_is_a_conflict_and_what_is_not_there_is_unknown()
    {
        foreach (var (status, word) in ((JobStatus, string)[])[(JobStatus.Queued, "queued"), (JobStatus.Built, "built"), (JobStatus.Completed, "completed")])
        {
            var job = await Jobs.AddAsync(NewTarget(), status, JobOperation.Change);
            foreach (var (act, body) in ((string, string)[])[("renew", "{0}}"), ("complete", "{0}}"), ("fail", """{0},"error":"e"}""")])
            {
                var refusal = await PostAsync($"{job.Id}/{act}", body.Replace("{0}", "{\"leaseNumber\":7", StringComparison.Ordinal));
                AssertProblem(HttpStatusCode.Conflict, "conflict", refusal);
                Assert.Equal($"The job {job.Id} is {word}: no worker holds it under a lease.", (string?)JsonNode.Parse(refusal.Body)!["detail"]);
            }
        }

        AssertProblem(HttpStatusCode.NotFound, "unknown-item", await PostAsync("999999999/complete", """{"leaseNumber":7}"""));
        AssertProblem(HttpStatusCode.NotFound, "unknown-item", await SendAsync(HttpMethod.Get, "/api/v1/jobs/999999999"));
    }

    [Fact]
    public async Task Jobs_are_paged()
    {
        var (first, second) = (await Jobs.AddAsync(NewTarget(), JobStatus.Enriching), await Jobs.AddAsync(NewTarget(), JobStatus.Enriching));

        var page = JsonNode.Parse((await SendAsync(HttpMethod.Get, $"/api/v1/jobs?status=enriching&order=asc&limit=1&after={first.Id - 1}")).Body)!;
        var next = JsonNode.Parse((await SendAsync(HttpMethod.Get, $"/api/v1/jobs?status=enriching&order=asc&after={page["next"]}")).Body)!;

        Assert.Equal($"{first.Id}", (string?)Assert.Single(page["items"]!.AsArray())!["jobId"]);
        Assert.Equal($"{second.Id}", (string?)Assert.Single(next["items"]!.AsArray())!["jobId"]);
        Assert.True(next.AsObject().ContainsKey("next"));
        Assert.Null(next["next"]);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("after=x")]
    [InlineData("after=-1")]
    [InlineData("status=done")]
    [InlineData("operation=ADD,")]
    [InlineData("ignoreCompleted=2")]
    public async Task Wrong_conditions_are_a_problem(string query) => AssertProblem(
        HttpStatusCode.BadRequest, "invalid-request", await SendAsync(HttpMethod.Get, $"/api/v1/jobs?{query}"));

    [Fact]
    public async Task A_report_is_taken_whatever_its_texts_hold()
    {
        var job = await LeasedAsync();
        using var renewals = Yard.Faults.Watch<IJobGrain>(nameof(IJobGrain.RenewAsync), call => call.Id == job.Id);

        var (status, _) = await PostAsync(
            $"{job.Id}/renew",
            $$"""{"leaseNumber":7,"description":"{{new string('d', 20_000)}}","log":"a\\ud800\ud800b\u0000\ud83d\ude00{{new string('l', 2_000_000)}}"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        var said = Assert.Single(renewals.Calls).Argument<JobUpdate>(2);
        Assert.Equal(new string('d', 9_988) + " (shortened)", said.Description);
        Assert.Equal("a\\ud800\uFFFDb\uFFFD\U0001F600lll", said.Log![..15]);
    }

    [Theory]
    [InlineData("fail", "error")]
    [InlineData("complete", "log")]
    public async Task So_is_the_last_one(string act, string member)
    {
        var answer = await PostAsync($"{(await LeasedAsync()).Id}/{act}", $$"""{"leaseNumber":7,"{{member}}":"\udc00\u0000{{new string('e', 2_000_000)}}"}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    /// <summary>Waits for a job of an operation that no test has one of.</summary>
    private static async Task<HttpResponseMessage> WaitAsync(HttpClient client, string worker, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs/claim");
        request.Content = Json($$"""{"worker":"{{worker}}","operations":["DELETE_DRAFT"]}""");
        request.Headers.TryAddWithoutValidation("Prefer", "wait=20");
        return await client.SendAsync(request, cancellationToken);
    }

    private CallFault Claims(string worker) => Yard.Faults.Watch<IJobDispatchGrain>(
        nameof(IJobDispatchGrain.ClaimAsync), call => call.Argument<JobClaim>(0).Worker == worker);

    private Task<JobView> LeasedAsync() => Jobs.LeaseAsync(NewTarget(), "w", 7, JobOperation.Change);

    private Task<(HttpStatusCode Status, string Body)> PostAsync(string act, string body) => SendAsync(HttpMethod.Post, $"/api/v1/jobs/{act}", body);

    private static void AssertProblem(HttpStatusCode status, string type, (HttpStatusCode Status, string Body) answer)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal($"urn:switchyard:problem:{type}", (string?)JsonNode.Parse(answer.Body)!["type"]);
    }
}
