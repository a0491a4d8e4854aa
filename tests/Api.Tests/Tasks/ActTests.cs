using System.Net;
using Switchyard.Yard;

namespace Switchyard.Tasks;

public sealed class ActTests(YardCluster cluster) : TasksTest(cluster)
{
    [Fact]
    public async Task Said_twice_it_is_ok_both_times()
    {
        var (id, lease) = await HoldAsync();

        Assert.Equal($$"""{"id":{{id}},"outcome":"ok"}""", (await ActAsync("complete", id, lease, ""","result":{"n": 1.0}""")).ToJsonString());
        Assert.Equal("ok", (string?)(await ActAsync("complete", id, lease, ""","result":{"n": 2}"""))["outcome"]);
        var task = await GetAsync(id);
        Assert.Equal(("completed", """{"n":1.0}"""), ((string?)task["status"], task["result"]!.ToJsonString()));
        Assert.NotNull(task["finishedAt"]);
    }

    [Fact]
    public async Task A_stale_lease_changes_nothing()
    {
        var (id, lease) = await HoldAsync();

        Assert.Equal("stale", (string?)(await ActAsync("complete", id, lease + 1000))["outcome"]);
        Assert.Equal("stale", (string?)(await ActAsync("fail", id, lease + 1000, ""","error":"e" """))["outcome"]);
        Assert.Equal("stale", (string?)(await ActAsync("renew", id, lease + 1000))["outcome"]);
        Assert.Equal("running", (string?)(await GetAsync(id))["status"]);
    }

    [Fact]
    public async Task What_is_not_there_is_unknown()
    {
        Assert.Equal("""{"id":9000000000000000,"outcome":"unknown"}""", (await ActAsync("complete", 9_000_000_000_000_000, 1)).ToJsonString());
        Assert.Equal("unknown", (string?)(await ActAsync("fail", 9_000_000_000_000_000, 1, ""","error":"e" """))["outcome"]);
        Assert.Equal("unknown", (string?)(await ActAsync("renew", 9_000_000_000_000_000, 1))["outcome"]);
    }

    [Fact]
    public async Task Who_holds_what_was_cancelled_is_told_so()
    {
        var (id, lease) = await HoldAsync();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", $"{Tasks}/{id}/cancel", null)).Status);

        Assert.Equal("cancelled", (string?)(await ActAsync("complete", id, lease))["outcome"]);
        Assert.Equal("cancelled", (string?)(await ActAsync("renew", id, lease))["outcome"]);
    }

    [Fact]
    public async Task A_failure_is_tried_again_and_the_last_is_the_end()
    {
        var (id, lease) = await HoldAsync(""","maxAttempts":2""");

        var first = await ActAsync("fail", id, lease, ""","error":"once","retryAfter":0""");
        Assert.Equal(("ok", "queued"), ((string?)first["outcome"], (string?)first["status"]));
        var second = Assert.Single(await ClaimAsync(1, "", ("Prefer", "wait=10")))!;
        Assert.Equal(2, (int)second["attempt"]!);
        var last = await ActAsync("fail", id, (long)second["leaseNumber"]!, ""","error":"twice" """);

        Assert.Equal($$"""{"id":{{id}},"outcome":"ok","status":"failed"}""", last.ToJsonString());
        Assert.Equal("twice", (string?)(await GetAsync(id))["error"]);
    }

    [Fact]
    public async Task A_failure_says_when_it_is_tried_again()
    {
        var (id, lease) = await HoldAsync();

        var failed = await ActAsync("fail", id, lease, ""","error":"e","retryAfter":"PT1H" """);

        Assert.InRange((DateTimeOffset)failed["notBefore"]!, TimeProvider.System.GetUtcNow().AddMinutes(59), TimeProvider.System.GetUtcNow().AddMinutes(61));
    }

    [Fact]
    public async Task One_that_is_not_to_be_tried_again_has_failed()
    {
        var (id, lease) = await HoldAsync();

        Assert.Equal("failed", (string?)(await ActAsync("fail", id, lease, ""","error":"e","retry":false"""))["status"]);
    }

    [Fact]
    public async Task A_renewal_extends_the_lease_and_tells_of_the_work()
    {
        var (id, lease) = await HoldAsync();

        var renewed = await ActAsync("renew", id, lease, ""","progress":0.5,"log":"a \u0000 line" """);

        Assert.Equal("ok", (string?)renewed["outcome"]);
        Assert.InRange((DateTimeOffset)renewed["leaseExpiresAt"]!, TimeProvider.System.GetUtcNow().AddSeconds(50), TimeProvider.System.GetUtcNow().AddSeconds(70));
        var task = await GetAsync(id);
        Assert.Equal(0.5, (double)task["progress"]!);
        Assert.Contains("a \uFFFD line", (string?)task["log"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewals_may_say_for_how_long()
    {
        var (id, lease) = await HoldAsync();

        var (_, body) = await PostAsync($"{Tasks}/renew", $$"""{"lease":"01:00:00","items":[{"id":{{id}},"leaseNumber":{{lease}}}]}""");

        Assert.InRange(
            (DateTimeOffset)body["items"]![0]!["leaseExpiresAt"]!, TimeProvider.System.GetUtcNow().AddMinutes(59), TimeProvider.System.GetUtcNow().AddMinutes(61));
    }

    [Fact]
    public async Task Each_of_many_is_answered_on_its_own()
    {
        var (id, lease) = await HoldAsync();

        var (_, body) = await PostAsync($"{Tasks}/complete", $$"""{"items":[{"id":1,"leaseNumber":1},{"id":{{id}},"leaseNumber":{{lease}}}]}""");

        Assert.Equal(["unknown", "ok"], body["items"]!.AsArray().Select(item => (string?)item!["outcome"]));
    }

    [Theory]
    [InlineData("complete", """{"items":[{"id":1,"leaseNumber":1},{"id":1}]}""", "items[1].leaseNumber is missing.")]
    [InlineData("complete", """{"items":[5]}""", "items[0] must be one act, which is an object.")]
    [InlineData("complete", """{"items":[{"id":1,"leaseNumber":1,"error":"e"}]}""", "items[0].'error' is not known.")]
    [InlineData("complete", """{"items":[],"lease":1}""", "'lease' is not known.")]
    [InlineData("complete", """{}""", "items is missing.")]
    [InlineData("complete", """[]""", "The body must be a batch")]
    [InlineData("fail", """{"items":[{"id":1,"leaseNumber":1}]}""", "items[0].error is missing.")]
    [InlineData("fail", """{"items":[{"id":1,"leaseNumber":1,"error":"e","retry":false,"retryAfter":1}]}""", "items[0].retryAfter does not go with retry false.")]
    [InlineData("renew", """{"items":[{"id":1,"leaseNumber":1,"progress":1.5}]}""", "items[0].progress must be")]
    [InlineData("renew", """{"items":[{"id":"x","leaseNumber":1}]}""", "items[0].id must be")]
    [InlineData("renew", """{"items":[],"lease":"PT0.5S"}""", "lease must be")]
    public async Task One_that_is_malformed_refuses_the_whole(string act, string body, string why)
    {
        var (status, problem) = await PostAsync($"{Tasks}/{act}", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(why, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_has_an_end() => Assert.Equal(
        HttpStatusCode.BadRequest,
        (await SendAsync("POST", $"{Tasks}/complete", $$"""{"items":[{{string.Join(',', Enumerable.Repeat("""{"id":1,"leaseNumber":1}""", 10_001))}}]}""")).Status);
}
