using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Jobs;

public sealed class PostJobsTests(YardCluster cluster) : JobsTest(cluster)
{
    private const string Manifesto =
        """{"version":"0.0.0.1","description":"d","releaseTime":12,"languageCode":"no","updateType":null,"dataStructureUpdates":[{"name":"A","description":"","operation":"ADD","releaseStatus":"DRAFT"}]}""";

    [Fact]
    public async Task A_new_job_is_told_with_its_id()
    {
        var target = NewTarget();

        var (status, body) = await PostJobsAsync($$"""[{"operation":"ADD","target":"{{target}}"}]""");

        Assert.Equal(HttpStatusCode.OK, status);
        var made = (await Jobs.ActiveForAsync(target))!;
        Assert.Equal($$"""[{"status":"queued","msg":"CREATED","job_id":"{{made.Id}}"}]""", body);
        Assert.Equal(new JobUser("1234-1234-1234-1234", "Test", "User"), made.CreatedBy);
    }

    [Fact]
    public async Task No_jobs_are_an_empty_answer() => Assert.Equal((HttpStatusCode.OK, "[]"), await PostJobsAsync("[]"));

    [Fact]
    public async Task An_item_for_a_busy_target_fails_alone_and_names_the_active_job()
    {
        var (busy, free) = (await Jobs.AddAsync(NewTarget()), NewTarget());

        var (status, body) = await PostJobsAsync(
            $$"""[{"operation":"ADD","target":"{{busy.Parameters.Target}}"},{"operation":"ADD","target":"{{free}}"}]""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            $$"""[{"status":"FAILED","msg":"FAILED","reason":"Job already in progress for {{busy.Parameters.Target}}","activeJobId":"{{busy.Id}}"},{"status":"queued","msg":"CREATED","job_id":"{{(await Jobs.ActiveForAsync(free))!.Id}}"}]""",
            body);
    }

    [Fact]
    public async Task Jobs_for_one_target_are_made_in_their_order()
    {
        var target = NewTarget();
        var items = Enumerable.Range(0, 20).Select(number => $$"""{"operation":"{{(number == 0 ? "CHANGE" : "ADD")}}","target":"{{target}}"}""");

        var (_, body) = await PostJobsAsync($"[{string.Join(',', items)}]");

        var answers = JsonNode.Parse(body)!.AsArray();
        Assert.Equal("queued", (string?)answers[0]!["status"]);
        Assert.All(answers.Skip(1), answer => Assert.Equal("FAILED", (string?)answer!["status"]));
        Assert.Equal(JobOperation.Change, (await Jobs.ActiveForAsync(target))!.Parameters.Operation);
    }

    [Fact]
    public async Task Jobs_have_ids_in_their_order()
    {
        var items = Enumerable.Range(0, 50).Select(_ => $$"""{"operation":"ADD","target":"{{NewTarget()}}"}""");

        var (_, body) = await PostJobsAsync($"[{string.Join(',', items)}]");

        var ids = JsonNode.Parse(body)!.AsArray().Select(item => long.Parse((string)item!["job_id"]!)).ToArray();
        Assert.Equal(Enumerable.Range(0, 50).Select(number => ids[0] + number), ids);
    }

    [Fact]
    public async Task Without_ids_in_a_row_jobs_are_made_all_the_same()
    {
        const int Count = 17;
        using var noIds = Yard.Faults.Fail<IJobIdsGrain>(
            nameof(IJobIdsGrain.ReserveAsync), call => call.Argument<int>(0) == Count, new SiloUnavailableException("gone"));
        var items = Enumerable.Range(0, Count).Select(_ => $$"""{"operation":"ADD","target":"{{NewTarget()}}"}""");

        var (_, body) = await PostJobsAsync($"[{string.Join(',', items)}]");

        Assert.Single(noIds.Calls);

        Assert.All(JsonNode.Parse(body)!.AsArray(), item => Assert.Equal("queued", (string?)item!["status"]));
    }

    [Fact]
    public async Task A_silo_lost_in_the_middle_is_asked_again_with_the_same_token()
    {
        var target = NewTarget();
        using var admissions = Admissions(target, new SiloUnavailableException("gone"));

        var (_, body) = await PostJobsAsync($$"""[{"operation":"ADD","target":"{{target}}"}]""");

        Assert.Contains("CREATED", body, StringComparison.Ordinal);
        var asked = admissions.Calls.Select(call => call.Argument<Admission>(0)).ToArray();
        Assert.Equal(2, asked.Length);
        Assert.Equal(asked[0].Token, asked[1].Token);
    }

    [Fact]
    public async Task A_fault_behind_one_item_is_that_items()
    {
        var (bad, good) = (NewTarget(), NewTarget());
        using var fault = Admissions(bad, new InvalidOperationException("secret detail"));

        var (status, body) = await PostJobsAsync($$"""[{"operation":"ADD","target":"{{bad}}"},{"operation":"ADD","target":"{{good}}"}]""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        var answers = JsonNode.Parse(body)!.AsArray();
        Assert.Equal(("FAILED", "FAILED"), ((string?)answers[0]!["status"], (string?)answers[0]!["msg"]));
        Assert.NotNull(answers[0]!["reason"]);
        Assert.Equal("queued", (string?)answers[1]!["status"]);
    }

    [Theory]
    [InlineData("""{"operation":"REMOVE","description":"d"}""", "d", null)]
    [InlineData("""{"operation":"SET_STATUS","release_status":"PENDING_DELETE"}""", null, ReleaseStatus.PendingDelete)]
    [InlineData("""{"operation":"SET_STATUS","releaseStatus":"DRAFT","description":null}""", null, ReleaseStatus.Draft)]
    public async Task The_parts_of_a_job_are_passed_on(string item, string? description, ReleaseStatus? release)
    {
        var target = NewTarget();

        await PostJobsAsync($"[{item.Replace("{", $"{{\"target\":\"{target}\",", StringComparison.Ordinal)}]");

        var kept = (await Jobs.ActiveForAsync(target))!.Parameters;
        Assert.Equal((description, release), (kept.Description, kept.ReleaseStatus));
    }

    [Fact]
    public async Task A_bump_is_refused_while_bumping_is_off()
    {
        var (status, body) = await PostJobsAsync(Bump("DATASTORE"));

        Assert.Equal(
            (HttpStatusCode.OK, """[{"status":"FAILED","msg":"FAILED: Bumping the datastore is disabled","reason":"Bumping the datastore is disabled"}]"""),
            (status, body));
    }

    [Fact]
    public async Task A_bump_of_anything_but_the_datastore_fails()
    {
        var (status, body) = await PostJobsAsync(Bump("KJOENN"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("""[{"status":"FAILED","msg":"FAILED","reason":""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bump_keeps_its_manifesto()
    {
        await using var node = await FrontEnd.StartAsync(Yard, services: null, ("Jobs:BumpEnabled", "true"));

        var answer = await node.Client.PostAsync("/jobs", Json($$"""{"jobs":{{Bump("DATASTORE")}}}"""), Cancelled);

        Assert.Contains("CREATED", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        var bump = (await Jobs.ActiveForAsync("DATASTORE"))!;
        Assert.Equal("A", Assert.Single(bump.Parameters.BumpManifesto!.DataStructureUpdates).Name);
        var shown = JsonNode.Parse(await Client.GetStringAsync($"/jobs/{bump.Id}", Cancelled))!["parameters"]!;
        Assert.Equal(
            """{"operation":"BUMP","target":"DATASTORE","bumpManifesto":{"version":"0.0.0.1","description":"d","releaseTime":12,"languageCode":"no","dataStructureUpdates":[{"name":"A","description":"","operation":"ADD","releaseStatus":"DRAFT"}]},"description":"x","bumpFromVersion":"1","bumpToVersion":"2"}""",
            shown.ToJsonString());
    }

    [Fact]
    public async Task Each_item_has_an_idempotency_key_of_its_own()
    {
        var (first, second) = (NewTarget(), NewTarget());
        using var one = Admissions(first);
        using var two = Admissions(second);

        await PostJobsAsync($$"""[{"operation":"ADD","target":"{{first}}"},{"operation":"ADD","target":"{{second}}"}]""", ("Idempotency-Key", "k"));

        var keys = one.Calls.Concat(two.Calls).Select(call => call.Argument<Admission>(0).IdempotencyKey);
        Assert.Equal(["k#0", "k#1"], keys);
    }

    [Fact]
    public async Task A_key_that_was_used_for_another_job_fails_the_item()
    {
        await PostJobsAsync($$"""[{"operation":"ADD","target":"{{NewTarget()}}"}]""", ("Idempotency-Key", "reused"));

        var (_, body) = await PostJobsAsync($$"""[{"operation":"ADD","target":"{{NewTarget()}}"}]""", ("Idempotency-Key", "reused"));

        Assert.Equal("""[{"status":"FAILED","msg":"FAILED","reason":"The idempotency key was used for another job"}]""", body);
    }

    [Fact]
    public async Task A_key_has_two_hundred_characters_at_most()
    {
        var (status, body) = await PostJobsAsync("[]", ("Idempotency-Key", new string('k', 201)));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["""["header","Idempotency-Key"] value_error"""], Rules(body));
    }

    private CallFault Admissions(string target, params Exception[] failures) =>
        Yard.Faults.Fail<ITargetGrain>(nameof(ITargetGrain.AdmitAsync), call => call.Argument<Admission>(0).Parameters.Target == target, failures);

    private static string Bump(string target) =>
        $$"""[{"operation":"BUMP","target":"{{target}}","description":"x","bumpManifesto":{{Manifesto}},"bumpFromVersion":"1","bumpToVersion":"2"}]""";
}
