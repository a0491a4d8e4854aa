using System.Net;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Tasks;

/// <summary>The policy of a queue, and what it bounds.</summary>
public sealed class PolicyTests(SharedNode shared)
{
    [Fact]
    public async Task A_queue_has_a_policy_from_its_beginning()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        await tasks.SubmitAsync(queue);

        var told = await tasks.ShowAsync($"/queues/{queue}");

        Assert.Equal(1, (int)told["queued"]!);
        var policy = told["policy"]!;
        Assert.Equal(TimeSpan.FromSeconds(60), Span(policy["lease"]));
        Assert.Equal(5, (int)policy["maxAttempts"]!);
        Assert.Equal(TimeSpan.FromSeconds(1), Span(policy["backoff"]!["first"]));
        Assert.Equal(2, (double)policy["backoff"]!["factor"]!);
        Assert.Equal(TimeSpan.FromHours(1), Span(policy["backoff"]!["most"]));
        Assert.Equal(0.2, (double)policy["backoff"]!["jitter"]!);
    }

    [Fact]
    public async Task A_policy_says_what_it_says_and_the_rest_is_usual()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        (await tasks.PutAsync($"/queues/{queue}", """{"lease":"PT30S","concurrency":2,"rate":{"limit":5,"per":"00:00:10"},"retention":{"completed":60,"failed":"P1D"}}""")).Is(HttpStatusCode.OK);

        var policy = (await tasks.ShowAsync($"/queues/{queue}"))["policy"]!;
        Assert.Equal((TimeSpan.FromSeconds(30), 2, 5), (Span(policy["lease"]), (int)policy["concurrency"]!, (int)policy["maxAttempts"]!));
        Assert.Equal((5, TimeSpan.FromSeconds(10)), ((int)policy["rate"]!["limit"]!, Span(policy["rate"]!["per"])));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)), (Span(policy["retention"]!["completed"]), Span(policy["retention"]!["failed"])));

        await tasks.SubmitAsync(queue);
        var claimed = await tasks.TakeAsync(queue);
        Assert.InRange(DateTimeOffset.Parse((string)claimed["leaseExpiresAt"]!, null) - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("""{"lease":0.5}""")]
    [InlineData("""{"maxAttempts":0}""")]
    [InlineData("""{"backoff":{"jitter":2}}""")]
    [InlineData("""{"backoff":{"factor":0.5}}""")]
    [InlineData("""{"concurrency":0}""")]
    [InlineData("""{"rate":{"limit":0,"per":1}}""")]
    [InlineData("""{"rate":{"per":1}}""")]
    [InlineData("""{"speed":"fast"}""")]
    [InlineData("""[]""")]
    public async Task A_bad_policy_is_refused_and_makes_no_queue(string policy)
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        (await tasks.PutAsync($"/queues/{queue}", policy)).Is(HttpStatusCode.BadRequest);

        Assert.Equal(HttpStatusCode.NotFound, (await tasks.GetAsync($"/queues/{queue}")).Status);
    }

    [Fact]
    public async Task No_more_run_at_once_than_the_policy_allows()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        (await tasks.PutAsync($"/queues/{queue}", """{"concurrency":2}""")).Is(HttpStatusCode.OK);
        await ManyAsync(tasks, queue, "", 4);

        var first = await tasks.ClaimAsync(queue, 10);
        Assert.Equal(2, first.Length);
        Assert.Empty(await tasks.ClaimAsync(queue, 10));

        var waiting = tasks.ClaimAsync(queue, 10, wait: 20);
        Assert.Equal("ok", await tasks.OutcomeAsync("complete", first[0]));
        Assert.Single(await waiting);
        Assert.Empty(await tasks.ClaimAsync(queue, 10));
    }

    [Fact]
    public async Task No_more_of_a_group_run_at_once_than_the_policy_allows()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        (await tasks.PutAsync($"/queues/{queue}", """{"groupConcurrency":1}""")).Is(HttpStatusCode.OK);
        await ManyAsync(tasks, queue, "a", 3);
        await ManyAsync(tasks, queue, "b", 1);

        var first = await tasks.ClaimAsync(queue, 10);
        Assert.Equal(["a", "b"], first.Select(item => (string?)item["groupKey"]).Order());
        Assert.Empty(await tasks.ClaimAsync(queue, 10));

        Assert.Equal("ok", await tasks.OutcomeAsync("complete", first.Single(item => (string?)item["groupKey"] == "a")));
        Assert.Equal("a", (string?)(await tasks.TakeAsync(queue))["groupKey"]);
    }

    [Fact]
    public async Task No_more_start_in_a_time_than_the_policy_allows()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        (await tasks.PutAsync($"/queues/{queue}", """{"rate":{"limit":2,"per":3}}""")).Is(HttpStatusCode.OK);
        await ManyAsync(tasks, queue, "", 4);
        var time = TimeProvider.System;
        var began = time.GetTimestamp();

        Assert.Equal(2, (await tasks.ClaimAsync(queue, 10)).Length);
        var waiting = Assert.IsType<JsonArray>((await tasks.ShowAsync($"/tasks?queue={queue}&status=queued"))["items"]);
        Assert.Equal(2, waiting.Count);
        Assert.Equal("limit", (string?)(await tasks.TaskAsync(TasksClient.IdsOf(waiting).Order().First()))["waiting"]!["code"]);
        Assert.Single(await tasks.ClaimAsync(queue, 10, wait: 20));
        Assert.True(time.GetElapsedTime(began) > TimeSpan.FromSeconds(1), "The third came too early.");
    }

    private static async Task ManyAsync(TasksClient tasks, string queue, string group, int count)
    {
        var one = $$"""{"queue":"{{queue}}","payload":null{{(group.Length > 0 ? $",\"groupKey\":\"{group}\"" : "")}}}""";
        (await tasks.PostAsync("/tasks", $"[{string.Join(',', Enumerable.Repeat(one, count))}]")).Is(HttpStatusCode.OK);
    }

    /// <summary>A span in any of its three forms.</summary>
    private static TimeSpan Span(JsonNode? value) => value!.GetValueKind() == System.Text.Json.JsonValueKind.Number
        ? TimeSpan.FromSeconds((double)value)
        : ((string)value!).StartsWith('P') ? System.Xml.XmlConvert.ToTimeSpan((string)value!) : TimeSpan.Parse((string)value!, System.Globalization.CultureInfo.InvariantCulture);
}
