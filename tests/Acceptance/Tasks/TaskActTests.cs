using System.Net;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Tasks;

/// <summary>Looking at tasks, and acts of people on them.</summary>
public sealed class TaskActTests(SharedNode shared)
{
    [Fact]
    public async Task A_look_that_waits_answers_with_the_end()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var id = await tasks.SubmitAsync(queue);
        Assert.Equal("queued", (string?)(await tasks.ShowAsync($"/tasks/{id}?wait=1"))["status"]);
        var claimed = await tasks.TakeAsync(queue);

        var waiting = tasks.ShowAsync($"/tasks/{id}?wait=20");
        Assert.Equal("ok", await tasks.OutcomeAsync("complete", claimed, "\"result\":42"));

        var task = await waiting;
        Assert.Equal(("completed", 42), ((string?)task["status"], (int)task["result"]!));
        Assert.Equal("task", (string?)(await tasks.ShowAsync($"/work/{id}"))["kind"]);
        Assert.Equal("completed", (string?)(await tasks.ShowAsync($"/work/{id}"))["status"]);
    }

    [Fact]
    public async Task A_task_that_waits_says_why()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        await tasks.SubmitAsync(queue);
        var id = await tasks.SubmitAsync(queue);

        var waiting = (await tasks.TaskAsync(id))["waiting"]!;

        Assert.True((string?)waiting["code"] is "no-worker" or "behind", waiting.ToJsonString());
        Assert.NotEmpty((string)waiting["text"]!);
    }

    [Fact]
    public async Task Cancelling_ends_what_waits_and_what_runs()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var running = await tasks.SubmitAsync(queue);
        var claimed = await tasks.TakeAsync(queue);
        var queued = await tasks.SubmitAsync(queue);

        foreach (var id in new[] { running, queued })
        {
            (await tasks.PostAsync($"/tasks/{id}/cancel", "")).Is(HttpStatusCode.OK);
            Assert.Equal("cancelled", await tasks.StatusAsync(id));
            (await tasks.PostAsync($"/tasks/{id}/cancel", "")).Is(HttpStatusCode.Conflict);
        }

        Assert.Empty(await tasks.ClaimAsync(queue));
        Assert.Equal("cancelled", await tasks.OutcomeAsync("renew", claimed));
        Assert.Equal("cancelled", await tasks.OutcomeAsync("complete", claimed));
        Assert.Equal("cancelled", await tasks.OutcomeAsync("fail", claimed, "\"error\":\"x\""));
        Assert.Equal("cancelled", await tasks.StatusAsync(running));
    }

    [Fact]
    public async Task What_has_not_ended_is_neither_retried_nor_removed_and_what_is_not_there_is_404()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var id = await tasks.SubmitAsync(queue);
        (await tasks.PostAsync($"/tasks/{id}/retry", "")).Is(HttpStatusCode.Conflict);
        (await tasks.DeleteAsync($"/tasks/{id}")).Is(HttpStatusCode.Conflict);
        Assert.Equal("ok", await tasks.OutcomeAsync("complete", await tasks.TakeAsync(queue)));

        (await tasks.DeleteAsync($"/tasks/{id}")).Is(HttpStatusCode.NoContent);

        foreach (var gone in new[] { id, "987654321987", "nonsense" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await tasks.GetAsync($"/tasks/{gone}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await tasks.PostAsync($"/tasks/{gone}/cancel", "")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await tasks.PostAsync($"/tasks/{gone}/retry", "")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await tasks.DeleteAsync($"/tasks/{gone}")).Status);
        }

        (await tasks.GetAsync($"/work/{id}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_are_filtered_and_come_in_pages()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var red = await tasks.SubmitAsync(queue, "1", "\"tags\":[\"red\",\"big\"],\"name\":\"Apple pie\"");
        var green = await tasks.SubmitAsync(queue, "1", "\"tags\":[\"green\"],\"groupKey\":\"g\"");
        var plain = await tasks.SubmitAsync(queue);

        Assert.Equal([red], await IdsAsync($"queue={queue}&tag=red"));
        Assert.Equal([green], await IdsAsync($"queue={queue}&groupKey=g"));
        Assert.Equal([red], await IdsAsync($"queue={queue}&name=APPLE"));
        Assert.Equal(new[] { red, green, plain }.Order(), (await IdsAsync($"queue={queue}&status=queued")).Order());
        Assert.Empty(await IdsAsync($"queue={queue}&status=completed"));

        var paged = new List<string>();
        string? next = null;
        do
        {
            var page = await tasks.ShowAsync($"/tasks?queue={queue}&limit=2{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            Assert.InRange(page["items"]!.AsArray().Count, 0, 2);
            paged.AddRange(TasksClient.IdsOf(page["items"]!.AsArray()));
            next = page["next"]?.ToString();
        }
        while (next is not null);

        Assert.Equal([plain, green, red], paged);
        (await tasks.GetAsync($"/tasks?queue={queue}&limit=1001")).Is(HttpStatusCode.BadRequest);
        (await tasks.GetAsync($"/tasks?queue={queue}&limit=0")).Is(HttpStatusCode.BadRequest);
        (await tasks.GetAsync($"/tasks?queue={queue}&status=lost")).Is(HttpStatusCode.BadRequest);

        async Task<IReadOnlyList<string>> IdsAsync(string query) => [.. TasksClient.IdsOf((await tasks.ShowAsync($"/tasks?{query}"))["items"]!.AsArray())];
    }

    [Fact]
    public async Task Dead_letters_are_retried_together()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add(await tasks.SubmitAsync(queue));
            await tasks.ActAsync("fail", await tasks.TakeAsync(queue), "\"error\":\"no\",\"retry\":false");
        }

        var filter = $$"""{"kind":"task","queue":"{{queue}}","status":"failed"}""";
        Assert.Equal(3, (int)(await tasks.PostAsync("/work/bulk", $$"""{"act":"retry","filter":{{filter}},"dryRun":true}""")).Is(HttpStatusCode.OK).Json["matches"]!);
        (await tasks.PostAsync("/work/bulk", $$"""{"act":"retry","filter":{{filter}},"dryRun":false}""")).Is(HttpStatusCode.Accepted);

        var again = new List<JsonNode>();
        while (again.Count < 3)
        {
            again.Add(await tasks.TakeAsync(queue));
        }

        Assert.Equal(ids.Order(), TasksClient.IdsOf(again).Order());
        Assert.All(again, item => Assert.Equal(2, (int)item["attempt"]!));
    }
}
