using System.Globalization;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tasks;

/// <summary>The Python client, and workers of it that stop or die.</summary>
public sealed class ClientTests(SharedNode shared)
{
    [Theory]
    [InlineData("Submitting")]
    [InlineData("Acting")]
    [InlineData("Workers")]
    public async Task The_client_does_what_it_says(string tests)
    {
        var node = await shared.NodeAsync();
        await using var client = ClientProcess.Python(node.Process.Address, "client_tests.py", tests);

        Assert.Contains("OK", await client.EndAsync());
    }

    [Fact]
    public async Task What_a_killed_worker_was_at_is_done_by_another()
    {
        var node = await shared.NodeAsync();
        var queue = TasksClient.NewQueue();
        await using var first = ClientProcess.Python(node.Process.Address, "worker.py", queue);
        var id = await node.Tasks.SubmitAsync(queue, """{"value":7,"seconds":3}""");
        await first.SaysAsync($"begins {id} 1");

        Signal.Send(first.Id, Signal.Kill);
        await using var second = ClientProcess.Python(node.Process.Address, "worker.py", queue);

        var task = await node.Tasks.EndAsync(id);
        Assert.Equal(("completed", 2, 7), ((string?)task["status"], (int)task["attempt"]!, (int)task["result"]!["value"]!));
        Assert.Equal(second.Id, (int)task["result"]!["worker"]!);
    }

    [Fact]
    public async Task A_worker_that_is_terminated_ends_what_it_can_and_gives_the_rest_back()
    {
        var node = await shared.NodeAsync();
        var queue = TasksClient.NewQueue();
        await using var worker = ClientProcess.Python(node.Process.Address, "worker.py", queue);
        var quick = await node.Tasks.SubmitAsync(queue, """{"value":1,"seconds":2}""");
        var endless = await node.Tasks.SubmitAsync(queue, """{"value":2,"seconds":1000}""");
        await worker.SaysAsync($"begins {quick} 1");
        await worker.SaysAsync($"begins {endless} 1");

        Signal.Send(worker.Id, Signal.Terminate);
        await worker.EndAsync();

        Assert.Equal("completed", await node.Tasks.StatusAsync(quick));
        var task = await node.Tasks.TaskAsync(endless);
        Assert.Equal(("queued", 1), ((string?)task["status"], (int)task["attempt"]!));
        Assert.Contains("stopped", (string)task["error"]!, StringComparison.Ordinal);
        Assert.Equal(endless, TasksClient.IdOf(Assert.Single(await node.Tasks.ClaimAsync(queue))));
    }

    [Fact]
    public async Task Whatever_becomes_of_the_node_each_task_is_made_once_and_ends_once()
    {
        const int Count = 100;
        await using var node = await TasksNode.StartAsync($"Urls=http://127.0.0.1:{FreePort.Take()}");
        var queue = TasksClient.NewQueue();
        await node.Tasks.PutAsync($"/queues/{queue}", """{"maxAttempts":100}""");
        var address = node.Process.Address;
        await using var one = ClientProcess.Python(address, "worker.py", queue);
        await using var two = ClientProcess.Python(address, "worker.py", queue);
        await using var submitter = ClientProcess.Python(address, "submitter.py", queue, $"{Count}");

        // Killed, and stopped as an upgrade stops it, while all three are at work.
        await CountsAsync(submitter, 20);
        await node.Process.KillAsync();
        await node.StartAsync();
        await CountsAsync(submitter, 60);
        await node.Process.TerminateAsync();
        await node.StartAsync();

        var ids = (await submitter.EndAsync()).Where(IsId).ToList();
        Assert.Equal(Count, ids.Distinct().Count());
        for (var number = 0; number < Count; number++)
        {
            var task = await node.Tasks.EndAsync(ids[number]);
            Assert.Equal(("completed", number), ((string?)task["status"], (int)task["result"]!["value"]!));
        }

        var all = (await node.Tasks.ShowAsync($"/tasks?queue={queue}&limit=1000"))["items"]!.AsArray();
        Assert.Equal(ids.Order(), TasksClient.IdsOf(all).Order());
    }

    private static bool IsId(string line) => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static Task<int> CountsAsync(ClientProcess submitter, int count) =>
        Yard.Eventually.AskAsync(() => Task.FromResult(submitter.Lines.Count(IsId)), lines => lines >= count);
}
