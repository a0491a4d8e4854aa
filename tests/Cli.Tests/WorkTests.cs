using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>Work: lists, one item, acts on named ones and on all that meet conditions.</summary>
public sealed class WorkTests(YardNode node)
{
    [Fact]
    public async Task A_list_keeps_to_conditions_and_goes_on_where_it_ended()
    {
        var queue = YardNode.NewQueue();
        var ids = new[] { await node.SubmitAsync(queue, 1), await node.SubmitAsync(queue, 2), await node.SubmitAsync(queue, 3) };

        var table = (await node.RunAsync("work", "list", "--queue", queue, "-n", "2", "--created-after", "1h")).Ends();
        var lines = table.Out.TrimEnd().Split('\n');
        Assert.StartsWith("ID", lines[0].TrimStart(), StringComparison.Ordinal);
        Assert.Equal([ids[2], ids[1]], lines[1..].Select(line => line.TrimStart().Split(' ')[0]));
        Assert.Contains($"--after {ids[1]}", table.Errors, StringComparison.Ordinal);
        // What reads it is no terminal.
        Assert.DoesNotContain('\u001b', table.Out);

        var page = (await node.RunAsync("work", "list", "--queue", queue, "--json", "--after", ids[1])).Ends().Json;
        Assert.Equal(ids[0], Assert.Single(page["items"]!.AsArray())!["id"]!.ToString());
        Assert.Equal(ids, (await node.RunAsync("work", "list", "--queue", queue, "--all", "--order", "asc", "--json")).Ends().Lines.Select(item => item["id"]!.ToString()));
        Assert.Contains("No work meets that.", (await node.RunAsync("work", "list", "--queue", queue, "--status", "failed")).Ends().Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_is_shown_with_its_attempts()
    {
        var queue = YardNode.NewQueue();
        var id = await node.SubmitAsync(queue);
        await node.FailAsync(await node.ClaimAsync(queue), "out of \u001b[2Jpaper\nand ink");

        var shown = (await node.RunAsync("work", "show", id)).Ends().Out;

        Assert.Contains("failed", shown, StringComparison.Ordinal);
        Assert.Contains("hand", shown, StringComparison.Ordinal);
        // A terminal is not to obey what a worker said.
        Assert.Contains("out of \u241b[2Jpaper and ink", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
        Assert.Equal(id, (await node.RunAsync("work", "show", id, "--json")).Ends().Json["id"]!.ToString());
    }

    [Fact]
    public async Task Named_items_are_cancelled_given_back_and_deleted()
    {
        var queue = YardNode.NewQueue();
        var (one, two) = (await node.SubmitAsync(queue), await node.SubmitAsync(queue));

        Assert.Equal("cancelled", (string?)(await node.RunAsync("work", "cancel", one, "--reason", "enough", "--json")).Ends().Json["status"]);
        var some = (await node.RunAsync("work", "cancel", two, "999999", "--yes")).Ends(3);
        Assert.Equal($"{two} cancelled", some.Out.Trim());
        Assert.Contains("There is no work item 999999.", some.Errors, StringComparison.Ordinal);
        Assert.Equal($"{one} given back", (await node.RunAsync("work", "retry", one)).Ends().Out.Trim());
        (await node.RunAsync("work", "retry", one)).Ends(4);
        (await node.RunAsync("work", "delete", two)).Ends(2);
        Assert.Equal($"{two} deleted", (await node.RunAsync("work", "delete", two, "--yes")).Ends().Out.Trim());
        (await node.RunAsync("work", "show", two)).Ends(3);
    }

    [Fact]
    public async Task All_that_meets_conditions_is_counted_asked_about_and_acted_on()
    {
        var (queue, other) = (YardNode.NewQueue(), YardNode.NewQueue());
        await node.SubmitAsync(queue);
        await node.SubmitAsync(queue);

        Assert.Equal("2 items would be cancelled.", (await node.RunAsync("work", "cancel", "--queue", queue, "--dry-run")).Ends().Out.Trim());
        var unasked = (await node.RunAsync("work", "cancel", "--queue", queue)).Ends(2);
        Assert.Contains("Cancel 2 items?", unasked.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (int?)(await node.RunAsync("work", "move", "--queue", queue, "--status", "queued", "--to", other, "--yes", "--json")).Ends().Json["done"]);
        Assert.Equal("No work meets that.", (await node.RunAsync("work", "cancel", "--queue", queue, "--status", "queued", "--yes")).Ends().Out.Trim());
        Assert.Equal("2 items cancelled.", (await node.RunAsync("work", "cancel", "--queue", other, "--status", "queued", "--yes", "--reason", "enough")).Ends().Out.Trim());
        Assert.Equal("2 items deleted.", (await node.RunAsync("work", "delete", "--queue", other, "--status", "cancelled", "--created-before", "0s", "--yes")).Ends().Out.Trim());
        (await node.RunAsync("work", "cancel")).Ends(2);
        (await node.RunAsync("work", "operation", "999999")).Ends(3);

        var audit = (await node.RunAsync("audit", "--queue", other, "--act", "cancel", "--json")).Ends().Json["items"]!.AsArray();
        Assert.Equal(("root", "enough"), ((string?)audit[0]!["who"], (string?)audit[0]!["reason"]));
        Assert.Contains("enough", (await node.RunAsync("audit", "--queue", other)).Ends().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_is_told_how_it_ended()
    {
        var queue = YardNode.NewQueue();
        var (good, bad) = (await node.SubmitAsync(queue), await node.SubmitAsync(queue));
        await using var waits = Tool.Start(node.Environment(), "work", "wait", good);
        await node.CompleteAsync(await node.ClaimAsync(queue));
        (await waits.EndAsync()).Ends();
        (await node.RunAsync("work", "wait", bad, "--timeout", "0.1s")).Ends(1);

        await node.FailAsync(await node.ClaimAsync(queue), "no");

        Assert.Equal("failed", (string?)(await node.RunAsync("work", "wait", bad, "--json")).Ends(1).Json["status"]);
    }
}
