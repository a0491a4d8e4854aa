using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tasks;

/// <summary>The samples, run as their readers run them.</summary>
public sealed class SampleTests(SharedNode shared)
{
    [Fact]
    public async Task A_worker_with_a_model_tells_languages()
    {
        var node = await shared.NodeAsync();
        await using var worker = ClientProcess.Python(node.Process.Address, "samples/tasks/worker.py");

        var german = await node.Tasks.SubmitAsync("languages", """{"text":"Wo ist der Bahnhof?"}""");
        var french = await node.Tasks.SubmitAsync("languages", """{"text":"Où est la gare ?"}""");
        var empty = await node.Tasks.SubmitAsync("languages", "{}");

        Assert.Equal("de", (string?)(await node.Tasks.EndAsync(german))["result"]!["language"]);
        Assert.Equal("fr", (string?)(await node.Tasks.EndAsync(french))["result"]!["language"]);
        var failed = await node.Tasks.EndAsync(empty);
        Assert.Equal(("failed", "There is no text."), ((string?)failed["status"], (string?)failed["error"]));
    }

    [Fact]
    public async Task A_command_works_on_tasks_by_curl()
    {
        var node = await shared.NodeAsync();
        var queue = TasksClient.NewQueue();
        var payload = """{"text":"it's \"quoted\" $(exit 1) `exit 1` \\ ä\n"}""";
        await using var worker = Script(node, "work", queue, "jq", "{back: .text, twice: (.text + .text)}");

        await using var submitted = Script(node, "submit", queue, payload);
        var id = Assert.Single(await submitted.EndAsync());
        await using var awaited = Script(node, "wait", id);
        var task = JsonNode.Parse(string.Concat(await awaited.EndAsync()))!;

        Assert.Equal(("completed", 1), ((string?)task["status"], (int)task["attempt"]!));
        Assert.Equal((string?)JsonNode.Parse(payload)!["text"], (string?)task["result"]!["back"]);

        // What fails says so with what the command wrote.
        var broken = await node.Tasks.SubmitAsync(queue, "7", "\"maxAttempts\":1");
        var failed = await node.Tasks.EndAsync(broken);
        Assert.Equal("failed", (string?)failed["status"]);
        Assert.Contains("jq", (string)failed["error"]!, StringComparison.Ordinal);
        Signal.Send(worker.Id, Signal.Terminate);
        await worker.EndAsync();
    }

    [Fact]
    public async Task A_script_that_is_stopped_gives_its_task_back_and_one_that_works_long_keeps_it()
    {
        var node = await shared.NodeAsync();
        var queue = TasksClient.NewQueue();
        var begun = Path.Combine(Path.GetTempPath(), $"switchyard-{Guid.NewGuid():N}");
        await using var worker = Script(node, "work", queue, "sh", "-c", "n=$(cat); [ $n -lt 100 ] || touch \"$0\"; sleep $n; echo slept $n", begun);

        var kept = await node.Tasks.EndAsync(await node.Tasks.SubmitAsync(queue, "4"));
        Assert.Equal(("completed", 1, "slept 4"), ((string?)kept["status"], (int)kept["attempt"]!, (string?)kept["result"]));

        var id = await node.Tasks.SubmitAsync(queue, "100");
        await Eventually.AskAsync(() => Task.FromResult(File.Exists(begun)), exists => exists);
        File.Delete(begun);
        Signal.Send(worker.Id, Signal.Terminate);
        await worker.EndAsync();

        Assert.Equal("queued", await node.Tasks.StatusAsync(id));
        (await node.Tasks.PostAsync($"/tasks/{id}/cancel", "")).Is(HttpStatusCode.OK);
    }

    private static ClientProcess Script(TasksNode node, params IEnumerable<string> arguments) =>
        ClientProcess.Start(node.Process.Address, Project.PathOf("samples/curl/worker.sh"), arguments);
}
