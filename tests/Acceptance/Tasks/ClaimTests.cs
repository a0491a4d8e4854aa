using System.Net;

namespace Switchyard.Acceptance.Tasks;

/// <summary>Who gets what, in which order.</summary>
public sealed class ClaimTests(SharedNode shared)
{
    [Fact]
    public async Task A_claimed_task_has_what_its_worker_needs()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var id = await tasks.SubmitAsync(queue, "{\"x\":1}", "\"name\":\"n\",\"priority\":3,\"groupKey\":\"g\",\"tags\":[\"t\"],\"trace\":{\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"}");

        var claim = (await tasks.PostAsync("/tasks/claim", $$"""{"worker":"ann","queues":["{{queue}}"],"max":5,"lease":90}""")).Is(HttpStatusCode.OK).Json;

        var item = Assert.Single(claim["items"]!.AsArray())!;
        Assert.Equal(id, TasksClient.IdOf(item));
        Assert.Equal((queue, 1, "n", 3, "g"), ((string?)item["queue"], (int)item["attempt"]!, (string?)item["name"], (int)item["priority"]!, (string?)item["groupKey"]));
        Assert.True((long)item["leaseNumber"]! > 0);
        Assert.InRange(DateTimeOffset.Parse((string)item["leaseExpiresAt"]!, null) - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
        Assert.Equal("""{"x":1}""", item["payload"]!.ToJsonString());
        Assert.Equal("""["t"]""", item["tags"]!.ToJsonString());
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", (string?)item["trace"]!["traceparent"]);
        Assert.Empty(claim["paused"]!.AsArray());
        Assert.Equal("running", await tasks.StatusAsync(id));
    }

    [Theory]
    [InlineData("90")]
    [InlineData("\"PT1M30S\"")]
    [InlineData("\"00:01:30\"")]
    public async Task A_span_is_seconds_or_iso_8601_or_a_clocks(string span)
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        await tasks.SubmitAsync(queue);

        var body = $$"""{"worker":"w","queues":["{{queue}}"],"lease":{{span}}}""";
        var answer = await tasks.PostAsync("/tasks/claim", body);
        var item = Assert.Single(answer.Is(HttpStatusCode.OK).Json["items"]!.AsArray())!;
        Assert.InRange(DateTimeOffset.Parse((string)item["leaseExpiresAt"]!, null) - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Higher_priorities_go_first_then_groups_take_turns_then_age_counts()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var array = string.Join(',', new[]
        {
            ("low", -5, ""), ("a1", 0, "a"), ("a2", 0, "a"), ("a3", 0, "a"), ("b1", 0, "b"), ("b2", 0, "b"), ("n1", 0, ""), ("high", 9, "a"),
        }.Select(task => $$"""{"queue":"{{queue}}","payload":null,"name":"{{task.Item1}}","priority":{{task.Item2}}{{(task.Item3.Length > 0 ? $",\"groupKey\":\"{task.Item3}\"" : "")}}}"""));
        (await tasks.PostAsync("/tasks", $"[{array}]")).Is(HttpStatusCode.OK);

        // One at a time, as it must hold for any claims.
        var names = new List<string>();
        for (var number = 0; number < 8; number++)
        {
            names.Add((string)Assert.Single(await tasks.ClaimAsync(queue))["name"]!);
        }

        Assert.Equal("high", names[0]);
        Assert.Equal("low", names[^1]);
        Assert.Equal(["a1", "b1", "n1"], names[1..4].Order());
        Assert.Equal(["a2", "b2"], names[4..6].Order());
        Assert.Equal("a3", names[6]);
        Assert.Empty(await tasks.ClaimAsync(queue));
    }

    [Fact]
    public async Task A_claim_takes_of_several_queues_and_no_more_than_its_most()
    {
        var tasks = await shared.TasksAsync();
        var (one, two) = (TasksClient.NewQueue(), TasksClient.NewQueue());
        foreach (var queue in new[] { one, two, one, two })
        {
            await tasks.SubmitAsync(queue);
        }

        var body = $$"""{"worker":"w","queues":["{{one}}","{{two}}","{{TasksClient.NewQueue()}}"],"max":3}""";
        var first = (await tasks.PostAsync("/tasks/claim", body)).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
        var second = (await tasks.PostAsync("/tasks/claim", body)).Is(HttpStatusCode.OK).Json["items"]!.AsArray();

        Assert.Equal((3, 1), (first.Count, second.Count));
        Assert.Equal(4, TasksClient.IdsOf(first.Concat(second)).Distinct().Count());
    }

    [Fact]
    public async Task A_claim_from_an_unknown_queue_is_empty_and_one_that_waits_gets_what_comes()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        Assert.Empty(await tasks.ClaimAsync(queue));

        var waiting = tasks.ClaimAsync(queue, max: 5, wait: 20);
        var id = await tasks.SubmitAsync(queue);

        Assert.Equal(id, TasksClient.IdOf(Assert.Single(await waiting)));
        Assert.Empty(await tasks.ClaimAsync(queue, wait: 1));
    }

    [Fact]
    public async Task A_delayed_task_is_claimed_when_its_time_has_come()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var due = TimeProvider.System.GetUtcNow().AddSeconds(1.5);
        var id = await tasks.SubmitAsync(queue, "1", $"\"notBefore\":\"{due:O}\"");
        var delayed = await tasks.SubmitAsync(queue, "2", "\"delay\":\"PT1H\"");

        Assert.Empty(await tasks.ClaimAsync(queue));
        Assert.Equal("not-before", (string?)(await tasks.TaskAsync(delayed))["waiting"]!["code"]);
        var claimed = Assert.Single(await tasks.ClaimAsync(queue, max: 5, wait: 20));

        Assert.Equal(id, TasksClient.IdOf(claimed));
        Assert.True(TimeProvider.System.GetUtcNow() >= due, "It came too early.");
    }

    [Fact]
    public async Task Nothing_is_claimed_from_a_paused_queue_and_the_answer_says_so()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var id = await tasks.SubmitAsync(queue);
        (await tasks.PostAsync($"/queues/{queue}/pause", """{"reason":"Mending"}""")).Is(HttpStatusCode.OK);

        var claim = (await tasks.PostAsync("/tasks/claim", $$"""{"worker":"w","queues":["{{queue}}"]}""")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("[]", $"[\"{queue}\"]"), (claim["items"]!.ToJsonString(), claim["paused"]!.ToJsonString()));
        Assert.Equal("queue-paused", (string?)(await tasks.TaskAsync(id))["waiting"]!["code"]);

        var waiting = tasks.ClaimAsync(queue, wait: 20);
        await tasks.PostAsync($"/queues/{queue}/resume", "");
        var items = await waiting;
        Assert.Equal(id, TasksClient.IdOf(items.Length > 0 ? items[0] : await tasks.TakeAsync(queue)));
    }

    [Theory]
    [InlineData("""{"queues":["q"]}""")]
    [InlineData("""{"worker":"","queues":["q"]}""")]
    [InlineData("""{"worker":"w"}""")]
    [InlineData("""{"worker":"w","queues":[]}""")]
    [InlineData("""{"worker":"w","queues":["q"],"max":0}""")]
    [InlineData("""{"worker":"w","queues":["q"],"max":1001}""")]
    [InlineData("""{"worker":"w","queues":["q"],"lease":0.5}""")]
    [InlineData("""{"worker":"w","queues":["q"],"lease":"PT0.5S"}""")]
    [InlineData("""{"worker":"w","queues":["q"],"lease":-5}""")]
    [InlineData("""{"worker":"w","queues":["no such name!"]}""")]
    public async Task A_bad_claim_is_refused(string body)
    {
        var tasks = await shared.TasksAsync();

        var answer = (await tasks.PostAsync("/tasks/claim", body)).Is(HttpStatusCode.BadRequest);

        Assert.Equal("application/problem+json", answer.Type?.Split(';')[0]);
    }
}
