using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Tasks;

/// <summary>Said twice, made once: by a unique key, and by an idempotency key.</summary>
public sealed class UniqueTests(SharedNode shared)
{
    [Fact]
    public async Task A_unique_key_is_had_by_one_active_task_of_its_queue()
    {
        var tasks = await shared.TasksAsync();
        var (queue, other) = (TasksClient.NewQueue(), TasksClient.NewQueue());
        var first = await tasks.SubmitAsync(queue, "1", "\"uniqueKey\":\"k\"");

        Assert.Equal(first, TasksClient.IdOf(await SecondAsync(tasks, queue)));
        Assert.NotEqual(first, await tasks.SubmitAsync(queue, "2", "\"uniqueKey\":\"l\""));
        Assert.NotEqual(first, await tasks.SubmitAsync(other, "2", "\"uniqueKey\":\"k\""));
        var claimed = await tasks.TakeAsync(queue);
        Assert.Equal(first, TasksClient.IdOf(await SecondAsync(tasks, queue)));
        Assert.Equal("queued", (string?)(await tasks.ActAsync("fail", claimed, "\"error\":\"no\",\"retryAfter\":0"))["status"]);
        Assert.Equal(first, TasksClient.IdOf(await SecondAsync(tasks, queue)));
        Assert.Equal("1", (await tasks.TaskAsync(first))["payload"]!.ToJsonString());

        (await tasks.PostAsync($"/tasks/{first}/cancel", "")).Is(HttpStatusCode.OK);

        Assert.NotEqual(first, await tasks.SubmitAsync(queue, "3", "\"uniqueKey\":\"k\""));
    }

    [Fact]
    public async Task A_unique_key_is_kept_for_a_span_though_its_task_has_ended()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var first = await tasks.SubmitAsync(queue, "1", "\"uniqueKey\":\"k\",\"uniqueFor\":2");
        Assert.Equal("ok", await tasks.OutcomeAsync("complete", await tasks.TakeAsync(queue)));

        Assert.Equal(first, TasksClient.IdOf(await SecondAsync(tasks, queue)));

        await Eventually.AskAsync(
            () => tasks.PostAsync("/tasks", Unique(queue)), answer => answer.Status == HttpStatusCode.Created && TasksClient.IdOf(answer.Json) != first);
    }

    [Fact]
    public async Task Under_an_idempotency_key_the_first_answer_comes_again()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var key = ("Idempotency-Key", $"key-of-{queue}");
        var one = $$"""{"queue":"{{queue}}","payload":1}""";

        var first = (await tasks.PostAsync("/tasks", one, key)).Is(HttpStatusCode.Created);
        var again = (await tasks.PostAsync("/tasks", one, key)).Is(HttpStatusCode.Created);

        Assert.Equal(TasksClient.IdOf(first.Json), TasksClient.IdOf(again.Json));
        Assert.Equal(first.Header("Location"), again.Header("Location"));
        (await tasks.PostAsync("/tasks", $$"""{"queue":"{{queue}}","payload":2}""", key)).Is(HttpStatusCode.UnprocessableEntity);
        (await tasks.PostAsync("/tasks", $"[{one}]", key)).Is(HttpStatusCode.UnprocessableEntity);
        (await tasks.PostLinesAsync(one, key)).Is(HttpStatusCode.BadRequest);

        var many = ("Idempotency-Key", $"many-of-{queue}");
        var array = $$"""[{{one}},{"queue":"no!","payload":1},{{one}}]""";
        var answers = (await tasks.PostAsync("/tasks", array, many)).Is(HttpStatusCode.OK).Json.AsArray();
        var repeated = (await tasks.PostAsync("/tasks", array, many)).Is(HttpStatusCode.OK).Json.AsArray();
        Assert.Equal(answers.Select(Said), repeated.Select(Said));
        Assert.Equal(3, (await tasks.ShowAsync($"/tasks?queue={queue}"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Of_many_at_once_under_one_idempotency_key_one_is_made()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var body = $$"""{"queue":"{{queue}}","payload":1}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => tasks.PostAsync("/tasks", body, ("Idempotency-Key", $"race-of-{queue}"))));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict, answer.Text));
        var id = Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => TasksClient.IdOf(answer.Json)).Distinct());
        Assert.Equal(id, Assert.Single(TasksClient.IdsOf((await tasks.ShowAsync($"/tasks?queue={queue}"))["items"]!.AsArray())));
    }

    private static (string? Id, string? Error) Said(JsonNode? answer) => (answer!["id"]?.ToString(), (string?)answer["error"]?["detail"]);

    private static string Unique(string queue) => $$"""{"queue":"{{queue}}","payload":2,"uniqueKey":"k"}""";

    private static async Task<JsonNode> SecondAsync(TasksClient tasks, string queue)
    {
        var answer = (await tasks.PostAsync("/tasks", Unique(queue))).Is(HttpStatusCode.OK).Json;
        Assert.True((bool)answer["existing"]!);
        return answer;
    }
}
