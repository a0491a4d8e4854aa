using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Tasks;

/// <summary>What a submit takes, and what it answers.</summary>
public sealed class SubmitTests(SharedNode shared)
{
    [Fact]
    public async Task One_task_is_answered_201_with_its_place_and_itself()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        var answer = (await tasks.PostAsync("/tasks", $$"""
            {"queue":"{{queue}}","payload":{"a":[1,null,"x"]},"name":"first","priority":-7,"groupKey":"g","tags":["t","u"],"maxAttempts":3}
            """)).Is(HttpStatusCode.Created);

        var id = TasksClient.IdOf(answer.Json);
        Assert.EndsWith($"/api/v1/tasks/{id}", answer.Header("Location"), StringComparison.Ordinal);
        var task = (await tasks.Door.GetAsync(answer.Header("Location")!)).Is(HttpStatusCode.OK).Json;
        foreach (var told in new[] { answer.Json, task })
        {
            Assert.Equal(id, TasksClient.IdOf(told));
            Assert.Equal((queue, "queued", 0), ((string?)told["queue"], (string?)told["status"], (int)told["attempt"]!));
            Assert.Equal(("first", -7, "g"), ((string?)told["name"], (int)told["priority"]!, (string?)told["groupKey"]));
            Assert.Equal("""["t","u"]""", told["tags"]!.ToJsonString());
        }

        Assert.Equal("""{"a":[1,null,"x"]}""", task["payload"]!.ToJsonString());
    }

    [Fact]
    public async Task An_array_is_answered_in_its_order_and_a_bad_one_refuses_itself_alone()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        var answers = (await tasks.PostAsync("/tasks", $$"""
            [{"queue":"{{queue}}","payload":1,"uniqueKey":"k"},{"queue":"no such name!","payload":2},{"queue":"{{queue}}","payload":3,"priority":101},
             {"queue":"{{queue}}","payload":4,"uniqueKey":"k"},{"queue":"tables","payload":5},7,{"queue":"{{queue}}","payload":6}]
            """)).Is(HttpStatusCode.OK).Json.AsArray();

        Assert.Equal(7, answers.Count);
        Assert.Equal([true, false, false, true, false, false, true], answers.Select(answer => answer!["id"] is not null));
        Assert.All([answers[1]!, answers[2]!, answers[4]!, answers[5]!], answer => Assert.NotNull(answer["error"]!["detail"] ?? answer["error"]!["title"]));
        Assert.Equal(TasksClient.IdOf(answers[0]!), TasksClient.IdOf(answers[3]!));
        Assert.True((bool)answers[3]!["existing"]!);
        Assert.Null(answers[0]!["existing"]);
        Assert.Equal(["1", "6"], (await tasks.ClaimAsync(queue, 10)).Select(item => item["payload"]!.ToJsonString()));
    }

    [Fact]
    public async Task An_array_has_up_to_ten_thousand()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        var refused = await tasks.PostAsync("/tasks", Array(10_001));
        Assert.True(refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{refused.Status}");
        Assert.Empty((await tasks.ShowAsync($"/tasks?queue={queue}"))["items"]!.AsArray());

        var answers = (await tasks.PostAsync("/tasks", Array(10_000))).Is(HttpStatusCode.OK).Json.AsArray();
        Assert.Equal(10_000, TasksClient.IdsOf(answers).Distinct().Count());
        Assert.Equal(TasksClient.IdsOf(answers.Take(1000)), TasksClient.IdsOf(await tasks.ClaimAsync(queue, 1000)));

        string Array(int count) => $"[{string.Join(',', Enumerable.Repeat($$"""{"queue":"{{queue}}","payload":null}""", count))}]";
    }

    [Fact]
    public async Task Lines_are_answered_by_lines_in_their_order_and_blank_ones_by_none()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        var answer = (await tasks.PostLinesAsync($$"""
            {"queue":"{{queue}}","payload":1}

            {"queue":"{{queue}}","payload":
            {"queue":"{{queue}}","payload":2,"uniqueKey":"k"}
            [{"queue":"{{queue}}","payload":3}]
            {"queue":"{{queue}}","payload":4,"uniqueKey":"k"}
            """)).Is(HttpStatusCode.OK);

        Assert.Equal("application/x-ndjson", answer.Type?.Split(';')[0]);
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal([true, false, true, false, true], lines.Select(line => line["id"] is not null));
        Assert.NotNull(lines[1]["error"]);
        Assert.NotNull(lines[3]["error"]);
        Assert.Equal((TasksClient.IdOf(lines[2]), true), (TasksClient.IdOf(lines[4]), (bool?)lines[4]["existing"]));
        Assert.Equal(["1", "2"], (await tasks.ClaimAsync(queue, 10)).Select(item => item["payload"]!.ToJsonString()));
    }

    [Fact]
    public async Task Lines_have_no_bound_on_their_number()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        const int Count = 12_000;

        var body = new StringBuilder();
        for (var number = 0; number < Count; number++)
        {
            body.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"queue":"{{queue}}","payload":{{number}}}""").Append('\n');
        }

        var lines = (await tasks.PostLinesAsync(body.ToString())).Is(HttpStatusCode.OK).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Count, TasksClient.IdsOf(lines.Select(line => JsonNode.Parse(line))).Distinct().Count());
        var last = JsonNode.Parse(lines[^1])!;
        Assert.Equal(Count - 1, (int)(await tasks.TaskAsync(TasksClient.IdOf(last)))["payload"]!);
    }

    [Theory]
    [InlineData("A-z_0.9")]
    [InlineData("x")]
    public async Task A_queue_comes_to_be_with_its_first_task(string name)
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue() + name;
        Assert.Equal(HttpStatusCode.NotFound, (await tasks.GetAsync($"/queues/{queue}")).Status);

        await tasks.SubmitAsync(queue);

        Assert.Equal(queue, (string?)(await tasks.ShowAsync($"/queues/{queue}"))["queue"]);
    }

    [Fact]
    public async Task A_queues_name_has_up_to_a_hundred_of_plain_characters_and_is_no_doors_own()
    {
        var tasks = await shared.TasksAsync();
        var longest = TasksClient.NewQueue().PadRight(100, 'x');

        await tasks.SubmitAsync(longest);

        foreach (var bad in new[] { longest + "x", "", "a b", "a/b", "ä", "a:b", "tables", "tickets", "downloads", "expertise.dataset" })
        {
            (await tasks.PostAsync("/tasks", $$"""{"queue":"{{bad}}","payload":1}""")).Is(HttpStatusCode.BadRequest);
        }

        (await tasks.PutAsync("/queues/tables", """{"lease":5}""")).Is(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"payload":1}""")]
    [InlineData("""{"queue":7,"payload":1}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"priority":101}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"priority":-101}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"priority":"high"}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"maxAttempts":0}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"delay":-1}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"delay":"soon"}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"notBefore":"tomorrow"}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"timeout":0}""")]
    [InlineData("""{"queue":"q-bad","payload":1,"tags":"one"}""")]
    [InlineData("""{"queue":"q-bad","payload":1""")]
    [InlineData("7")]
    public async Task What_is_no_task_is_refused_with_a_reason(string body)
    {
        var tasks = await shared.TasksAsync();

        var answer = (await tasks.PostAsync("/tasks", body)).Is(HttpStatusCode.BadRequest);

        Assert.Equal("application/problem+json", answer.Type?.Split(';')[0]);
        Assert.NotEmpty((string)answer.Json["detail"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await tasks.GetAsync("/queues/q-bad")).Status);
    }
}
