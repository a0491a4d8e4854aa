using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>Queues.</summary>
public sealed class QueueTests(YardNode node)
{
    [Fact]
    public async Task A_queue_is_paused_shown_and_resumed()
    {
        var queue = YardNode.NewQueue();
        await node.SubmitAsync(queue);

        Assert.Equal($"{queue} paused", (await node.RunAsync("queue", "pause", queue, "--reason", "the model is retrained")).Ends().Out.Trim());
        Assert.Contains("by root: the model is retrained", (await node.RunAsync("queue", "show", queue)).Ends().Out, StringComparison.Ordinal);
        var line = Assert.Single((await node.RunAsync("queue", "list", "--all")).Ends().Out.Split('\n'), line => line.StartsWith(queue + " ", StringComparison.Ordinal));
        Assert.Contains("by root: the model is retrained", line, StringComparison.Ordinal);
        Assert.Null((await node.RunAsync("queue", "resume", queue, "--json")).Ends().Json["pause"]);
        (await node.RunAsync("queue", "pause", "no-such-queue")).Ends(3);
        (await node.RunAsync("queue", "pause")).Ends(2);
        Assert.Contains(queue, (await node.RunAsync("queue", "list", "--all", "--json")).Ends().Lines.Select(one => (string?)one["queue"]));
    }

    [Fact]
    public async Task What_is_set_stays_until_it_is_set_again()
    {
        var queue = YardNode.NewQueue();

        var made = (await node.RunAsync("queue", "set", queue, "--lease", "30s", "--max-attempts", "3", "--rate", "10", "--per", "2m", "--concurrency", "4", "--json")).Ends().Json["policy"]!;
        Assert.Equal(("00:00:30", 3, 4), ((string?)made["lease"], (int?)made["maxAttempts"], (int?)made["concurrency"]));
        Assert.Equal((10, "00:02:00"), ((int?)made["rate"]!["limit"], (string?)made["rate"]!["per"]));

        var changed = (await node.RunAsync("queue", "set", queue, "--concurrency", "none", "--rate", "none", "--backoff-first", "2s", "--json")).Ends().Json["policy"]!;
        Assert.Equal(("00:00:30", 3, null, null), ((string?)changed["lease"], (int?)changed["maxAttempts"], (int?)changed["concurrency"], changed["rate"]));
        Assert.Equal("00:00:02", (string?)changed["backoff"]!["first"]);
        Assert.Equal(5, (int?)(await node.RunAsync("queue", "set", queue, "--defaults", "--json")).Ends().Json["policy"]!["maxAttempts"]);
        (await node.RunAsync("queue", "set", queue, "--concurrency", "many")).Ends(2);
        (await node.RunAsync("queue", "set", queue, "--concurrency", "-1")).Ends(4);
    }

    [Fact]
    public async Task Its_workers_are_listed()
    {
        var queue = YardNode.NewQueue();
        await node.SubmitAsync(queue);
        await node.ClaimAsync(queue);

        Assert.Contains("hand", (await node.RunAsync("queue", "workers", queue)).Ends().Out, StringComparison.Ordinal);
        Assert.Equal("hand", (string?)(await node.RunAsync("queue", "workers", queue, "--json")).Ends().Json["items"]![0]!["owner"]);
    }
}
