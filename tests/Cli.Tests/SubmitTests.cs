using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>Tasks.</summary>
public sealed class SubmitTests(YardNode node)
{
    [Fact]
    public async Task Who_waits_gets_the_result_alone()
    {
        var queue = YardNode.NewQueue();
        await using var submits = Tool.Start(node.Environment(), "submit", queue, """{"name": "Ann"}""", "--wait");
        await node.CompleteAsync(await node.ClaimAsync(queue), new { text = "Hello Ann" });

        Assert.Equal("""{"text":"Hello Ann"}""", (await submits.EndAsync()).Ends().Out.Trim());
    }

    [Fact]
    public async Task Who_waits_hears_that_it_failed()
    {
        var queue = YardNode.NewQueue();
        await using var submits = Tool.Start(node.Environment(), "submit", queue, "1", "--wait");
        await node.FailAsync(await node.ClaimAsync(queue), "out of paper");

        var ran = (await submits.EndAsync()).Ends(1);

        Assert.Contains("is failed: out of paper", ran.Errors, StringComparison.Ordinal);
        Assert.Equal("", ran.Out);
    }

    [Fact]
    public async Task What_is_said_of_a_task_holds()
    {
        var (queue, file) = (YardNode.NewQueue(), node.FileOf("payload.json"));
        await File.WriteAllTextAsync(file, """{"deep": [1]}""", TestContext.Current.CancellationToken);

        var id = (await node.RunAsync(
            "submit", queue, $"@{file}", "--name", "One", "--priority", "7", "--delay", "2h", "--tag", "a", "--tag", "b", "--max-attempts", "2", "--timeout", "90", "--idempotency-key", queue)).Ends().Out.Trim();

        var task = await node.AskAsync(HttpMethod.Get, $"/api/v1/tasks/{id}");
        Assert.Equal(("One", 7, 2, "00:01:30"), ((string?)task["name"], (int?)task["priority"], (int?)task["maxAttempts"], (string?)task["timeout"]));
        Assert.Equal("""{"deep":[1]}""", task["payload"]!.ToJsonString());
        Assert.Equal("""["a","b"]""", task["tags"]!.ToJsonString());
        Assert.InRange((DateTimeOffset)task["notBefore"]! - (DateTimeOffset)task["createdAt"]!, TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(121));
        // Under the same key another body is refused.
        (await node.RunAsync("submit", queue, "2", "--idempotency-key", queue)).Ends(4);
        (await node.RunAsync("submit", queue, "{")).Ends(2);
    }

    [Fact]
    public async Task Lines_are_tasks_and_a_bad_one_is_refused_alone()
    {
        var (queue, file) = (YardNode.NewQueue(), node.FileOf("tasks.jsonl"));
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, 1_200).Select(number => $$"""{"n": {{number}}}"""), TestContext.Current.CancellationToken);

        var payloads = (await node.RunAsync("submit", queue, "--lines", file, "--tag", "many", "--idempotency-key", queue)).Ends();
        Assert.Equal(1_200, payloads.Out.TrimEnd().Split('\n').Distinct().Count());
        Assert.Contains("1,200 tasks submitted.", payloads.Errors, StringComparison.Ordinal);
        var last = await node.AskAsync(HttpMethod.Get, $"/api/v1/tasks/{payloads.Out.TrimEnd().Split('\n')[^1]}");
        Assert.Equal((1_200, "many"), ((int?)last["payload"]!["n"], (string?)last["tags"]![0]));
        // The same file under the same key is the same tasks.
        Assert.Equal(payloads.Out, (await node.RunAsync("submit", queue, "--lines", file, "--tag", "many", "--idempotency-key", queue)).Ends().Out);

        var mixed = (await node.RunWithAsync(
            $$"""
            {"queue": "{{queue}}", "payload": 1, "priority": 3}
            nonsense
            {"queue": "no queue", "payload": 2}

            {"queue": "{{queue}}", "payload": 3}
            """,
            null, "submit", "--lines", "-", "--json")).Ends(4);
        Assert.Equal(3, mixed.Lines.Count);
        Assert.Equal(2, mixed.Lines.Count(line => line["id"] is not null));
        Assert.Contains("line 2: it is no JSON", mixed.Errors, StringComparison.Ordinal);
        Assert.Contains("2 tasks submitted, 2 refused.", mixed.Errors, StringComparison.Ordinal);
    }
}
