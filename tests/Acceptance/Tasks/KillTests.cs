using System.Net;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Tasks;

/// <summary>What was answered is on disk: the node is killed, and a new one on its data goes by it.</summary>
public sealed class KillTests
{
    private const string BulkQueue = "bulk";
    private const int BulkTasks = 3000;

    [Fact]
    public async Task What_was_answered_outlives_the_node()
    {
        await using var node = await TasksNode.StartAsync();
        var queue = TasksClient.NewQueue();
        var one = $$"""{"queue":"{{queue}}","payload":1.50,"uniqueKey":"k"}""";
        var key = ("Idempotency-Key", "once");
        (await node.Tasks.PutAsync($"/queues/{queue}", """{"maxAttempts":7}""")).Is(HttpStatusCode.OK);
        var id = TasksClient.IdOf((await node.Tasks.PostAsync("/tasks", one, key)).Is(HttpStatusCode.Created).Json);
        var many = (await node.Tasks.PostAsync("/tasks", $"[{one},{one.Replace("\"k\"", "\"l\"", StringComparison.Ordinal)}]", ("Idempotency-Key", "many"))).Is(HttpStatusCode.OK).Text;
        var done = await node.Tasks.TakeAsync(queue, lease: "3600");
        Assert.Equal("ok", await node.Tasks.OutcomeAsync("complete", done, "\"result\":[2.50]"));
        var held = await node.Tasks.TakeAsync(queue, lease: "3600");
        var delayed = await node.Tasks.SubmitAsync(queue, "3", "\"delay\":3600");
        var cancelled = await node.Tasks.SubmitAsync(queue, "4");
        (await node.Tasks.PostAsync($"/tasks/{cancelled}/cancel", "")).Is(HttpStatusCode.OK);
        await node.Tasks.PutAsync("/schedules/yearly", $$"""{"cron":"0 0 1 1 *","task":{"queue":"{{queue}}","payload":1} }""");

        var operation = await BeginBulkAsync(node.Tasks);
        await node.Process.KillAsync();
        await node.StartAsync();
        await EndsAsync(node.Tasks, operation);

        // Said again under their keys, they are not made again.
        Assert.Equal(id, TasksClient.IdOf((await node.Tasks.PostAsync("/tasks", one, key)).Is(HttpStatusCode.Created).Json));
        (await node.Tasks.PostAsync("/tasks", one.Replace("1.50", "1.5", StringComparison.Ordinal), key)).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(many, (await node.Tasks.PostAsync("/tasks", $"[{one},{one.Replace("\"k\"", "\"l\"", StringComparison.Ordinal)}]", ("Idempotency-Key", "many"))).Is(HttpStatusCode.OK).Text);

        // What ended has ended, what is held is held, what waits waits.
        Assert.Equal(id, TasksClient.IdOf(done));
        Assert.Contains("[2.50]", (await node.Tasks.GetAsync($"/tasks/{id}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal("ok", await node.Tasks.OutcomeAsync("complete", done));
        Assert.Equal(("cancelled", "queued"), (await node.Tasks.StatusAsync(cancelled), await node.Tasks.StatusAsync(delayed)));
        Assert.Empty(await node.Tasks.ClaimAsync(queue));
        Assert.Equal("ok", await node.Tasks.OutcomeAsync("renew", held));
        Assert.Equal("ok", await node.Tasks.OutcomeAsync("complete", held));
        Assert.Equal(7, (int)(await node.Tasks.ShowAsync($"/queues/{queue}"))["policy"]!["maxAttempts"]!);
        Assert.Equal("0 0 1 1 *", (string?)(await node.Tasks.ShowAsync("/schedules/yearly"))["cron"]);

        // And lease numbers go on.
        await node.Tasks.SubmitAsync(queue);
        Assert.True((long)(await node.Tasks.TakeAsync(queue))["leaseNumber"]! > (long)held["leaseNumber"]!);
    }

    /// <summary>An act on many tasks, which is in their middle when this completes.</summary>
    private static async Task<string> BeginBulkAsync(TasksClient tasks)
    {
        var task = $$"""{"queue":"{{BulkQueue}}","payload":1}""";
        (await tasks.PostAsync("/tasks", $"[{string.Join(',', Enumerable.Repeat(task, BulkTasks))}]")).Is(HttpStatusCode.OK);
        var operation = (await tasks.PostAsync("/work/bulk", $$"""{"act":"cancel","filter":{"queue":"{{BulkQueue}}"},"dryRun":false}"""))
            .Is(HttpStatusCode.Accepted).Json["operation"]!.ToString();
        int done;
        do
        {
            var status = await tasks.ShowAsync($"/operations/{operation}");
            done = (int)status["done"]!;
            Assert.Equal("running", (string?)status["state"]);
        }
        while (done == 0);

        return operation;
    }

    /// <summary>It goes on by itself, and does each task once.</summary>
    private static async Task EndsAsync(TasksClient tasks, string operation)
    {
        JsonNode status;
        do
        {
            status = await tasks.ShowAsync($"/operations/{operation}");
        }
        while ((string?)status["state"] == "running");

        Assert.Equal(("done", BulkTasks), ((string?)status["state"], (int)status["of"]!));
        Assert.Equal(BulkTasks, (int)(await tasks.ShowAsync($"/queues/{BulkQueue}"))["totals"]!["status.cancelled"]!);
    }
}
