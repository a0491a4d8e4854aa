using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Tasks;

public sealed class QueueTests(YardCluster cluster) : TasksTest(cluster)
{
    private string Path => $"/api/v1/queues/{Queue}";

    [Fact]
    public async Task A_policy_makes_the_queue_and_what_it_does_not_say_has_its_default()
    {
        var (status, body) = await SendAsync(
            "PUT", Path, """{"lease":"PT30S","maxAttempts":2,"backoff":{"first":2},"rate":{"limit":10,"per":"00:00:01"},"concurrency":3,"retention":{"completed":null}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        var queue = Json(body);
        Assert.Equal(
            """{"lease":"00:00:30","maxAttempts":2,"backoff":{"first":"00:00:02","factor":2,"most":"01:00:00","jitter":0.2},"timeout":null,"concurrency":3,"groupConcurrency":null,"rate":{"limit":10,"per":"00:00:01"},"retention":{"completed":null,"failed":"30.00:00:00"}}""",
            queue["policy"]!.ToJsonString());
        Assert.Equal((Queue, 0), ((string?)queue["queue"], (int)queue["queued"]!));
        Assert.Equal(queue["policy"]!.ToJsonString(), Json((await SendAsync("GET", Path, null)).Body)["policy"]!.ToJsonString());
    }

    [Fact]
    public async Task What_was_shown_may_be_put_again()
    {
        var (_, first) = await SendAsync("PUT", Path, """{"timeout":1.5,"groupConcurrency":1}""");

        var (status, second) = await SendAsync("PUT", Path, Json(first)["policy"]!.ToJsonString());

        Assert.Equal((HttpStatusCode.OK, Json(first)["policy"]!.ToJsonString()), (status, Json(second)["policy"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_queue_comes_to_be_with_its_first_task()
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", Path));
        await AddAsync();

        var queue = Json((await SendAsync("GET", Path, null)).Body);

        Assert.Equal((1, "00:01:00"), ((int)queue["queued"]!, (string?)queue["policy"]!["lease"]));
        Assert.NotNull(queue["oldestQueuedAt"]);
    }

    [Fact]
    public async Task It_holds_for_what_is_claimed_from_now_on()
    {
        await SendAsync("PUT", Path, """{"lease":600,"concurrency":1}""");
        await AddAsync();
        await AddAsync();

        var task = Assert.Single(await ClaimAsync(10))!;

        Assert.True((DateTimeOffset)task["leaseExpiresAt"]! > TimeProvider.System.GetUtcNow().AddMinutes(9));
    }

    [Theory]
    [InlineData("""{"lease":0.5}""", "lease must be")]
    [InlineData("""{"backoff":{"factor":0.5}}""", "backoff.factor must be")]
    [InlineData("""{"backoff":{"jitter":2}}""", "backoff.jitter must be")]
    [InlineData("""{"backoff":1}""", "backoff must be a back-off")]
    [InlineData("""{"rate":{"per":1}}""", "rate.limit is missing.")]
    [InlineData("""{"rate":{"limit":0}}""", "rate.limit must be")]
    [InlineData("""{"retention":{"ended":1}}""", "retention.'ended' is not known.")]
    [InlineData("""{"concurrency":0}""", "concurrency must be")]
    [InlineData("""{"maxAttempts":"five"}""", "maxAttempts must be")]
    [InlineData("""{"polcy":1}""", "'polcy' is not known.")]
    [InlineData("5", "The body must be a policy")]
    [InlineData("{", "The body is no JSON")]
    public async Task It_is_refused(string body, string why)
    {
        var (status, problem) = await SendAsync("PUT", Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(why, (string?)Json(problem)["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", Path));
    }

    [Theory]
    [InlineData("tickets")]
    [InlineData("jobs.add")]
    [InlineData("downloads")]
    [InlineData("a%20b")]
    public async Task A_doors_own_queue_takes_no_policy_and_no_tasks(string queue)
    {
        var name = Uri.UnescapeDataString(queue);

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("PUT", $"/api/v1/queues/{queue}", "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("POST", Tasks, $$"""{"queue":"{{name}}","payload":1}""")).Status);
    }

    [Fact]
    public async Task Other_queues_have_no_policy() =>
        Assert.False(Json((await SendAsync("GET", "/api/v1/queues/tickets", null)).Body).AsObject().ContainsKey("policy"));

    [Fact]
    public async Task Who_set_it_is_on_the_record()
    {
        await SendAsync("PUT", Path, """{"maxAttempts":7}""");

        var acts = Json((await SendAsync("GET", $"/api/v1/audit?act={TaskNames.SetPolicyAct}&queue={Queue}", null)).Body)["items"]!.AsArray();

        Assert.Equal(("operator", Queue), Assert.Single(acts) is JsonNode act ? ((string?)act["who"], (string?)act["queue"]) : default);
    }
}
