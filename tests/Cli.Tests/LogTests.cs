using Switchyard.Cli.Node;
using Switchyard.Servers.Network;

namespace Switchyard.Cli;

/// <summary>What items write.</summary>
public sealed class LogTests(YardNode node)
{
    [Fact]
    public async Task A_log_is_followed_until_the_item_has_ended()
    {
        var queue = YardNode.NewQueue();
        var id = await node.SubmitAsync(queue);
        var held = await node.ClaimAsync(queue);
        await node.WriteAsync(held, "first\n");
        await using var follows = Tool.Start(node.Environment(), "work", "log", id, "-f");
        await follows.SaysAsync("first");
        await node.WriteAsync(held, "second\n");
        await follows.SaysAsync("second");
        await node.CompleteAsync(held);

        var ran = (await follows.EndAsync()).Ends();

        Assert.Equal(["first", "second"], ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("It is completed.", ran.Errors, StringComparison.Ordinal);
        Assert.Equal("second", (await node.RunAsync("work", "log", id, "--tail", "1")).Ends().Out.Trim());
        Assert.StartsWith("first", (string?)(await node.RunAsync("work", "log", id, "--json")).Ends().Json["text"], StringComparison.Ordinal);
        Assert.Equal("completed", (string?)(await node.RunAsync("work", "log", id, "-f", "--json")).Ends().Lines[^1]["status"]);
    }

    [Fact]
    public async Task A_log_that_another_attempt_replaced_is_followed_whole_also_after_a_break()
    {
        using var proxy = new Proxy(node.Address.Port, TimeProvider.System);
        var queue = YardNode.NewQueue();
        var id = await node.SubmitAsync(queue);
        var first = await node.ClaimAsync(queue);
        await node.WriteAsync(first, "the first attempt wrote much\n");
        await using var follows = Tool.Start(node.Environment(), "work", "log", id, "-f", "--url", proxy.Address.ToString());
        await follows.SaysAsync("wrote much");
        await node.FailAsync(first, "again", retry: true);
        var second = await node.ClaimAsync(queue);
        await node.WriteAsync(second, "second\n");
        await follows.SaysAsync("second\n");

        proxy.Cut();
        await node.WriteAsync(second, "third\n");
        proxy.Mend();
        await follows.SaysAsync("third\n");
        await node.CompleteAsync(second);

        Assert.Equal("the first attempt wrote much\nsecond\nthird\n", (await follows.EndAsync()).Ends().Out);
    }

    [Fact]
    public async Task Ctrl_c_ends_it_at_once_and_without_a_trace()
    {
        var queue = YardNode.NewQueue();
        var id = await node.SubmitAsync(queue);
        await node.WriteAsync(await node.ClaimAsync(queue), "working");
        await using var follows = Tool.Start(node.Environment(), "work", "log", id, "-f");
        await follows.SaysAsync("working");

        follows.Interrupt();

        var ran = (await follows.EndAsync()).Ends(130);
        Assert.Equal("", ran.Errors);
    }
}
