using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>What a person sees and types.</summary>
public sealed class TerminalTests(YardNode node)
{
    [Fact]
    public async Task Top_draws_again_and_ends_with_q()
    {
        var queue = YardNode.NewQueue();
        await using var top = Tool.StartOnTerminal(node.Environment(), "switchyard top --every 0.2s; echo ended with $?");
        await top.SaysAsync("waiting");
        await node.SubmitAsync(queue);
        await top.SaysAsync($"1 waits in {queue}");

        await top.TypeAsync("q");

        await top.SaysAsync("ended with 0");
        (await top.EndAsync()).Ends();
        // The terminal is as it was.
        Assert.Contains("\u001b[?1049h", top.Said, StringComparison.Ordinal);
        Assert.Contains("\u001b[?25h\u001b[?1049l", top.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_fit_the_terminal_and_have_colours_unless_they_are_not_wanted()
    {
        var queue = YardNode.NewQueue();
        await node.SubmitAsync(queue);
        await node.FailAsync(await node.ClaimAsync(queue), string.Join(' ', Enumerable.Repeat("words", 100)));

        await using var coloured = Tool.StartOnTerminal(node.Environment(), $"switchyard work list --queue {queue}");
        var shown = (await coloured.EndAsync()).Ends().Out;
        Assert.Contains("\u001b[91mfailed", shown, StringComparison.Ordinal);
        Assert.All(Tool.Plain(shown).Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.Contains("words words", shown, StringComparison.Ordinal);
        Assert.Contains('\u2026', shown);

        await using var plain = Tool.StartOnTerminal(new Dictionary<string, string?>(node.Environment()) { ["NO_COLOR"] = "1" }, $"switchyard work list --queue {queue}");
        Assert.DoesNotContain("\u001b[9", (await plain.EndAsync()).Ends().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_asked_and_no_is_no()
    {
        var queue = YardNode.NewQueue();
        await node.SubmitAsync(queue);

        await using var no = Tool.StartOnTerminal(node.Environment(), $"switchyard work cancel --queue {queue}; echo ended with $?");
        await no.SaysAsync("Cancel 1 item? [y/N]");
        await no.TypeAsync("n\n");
        await no.SaysAsync("ended with 4");
        await using var yes = Tool.StartOnTerminal(node.Environment(), $"switchyard work cancel --queue {queue}; echo ended with $?");
        await yes.SaysAsync("Cancel 1 item? [y/N]");
        await yes.TypeAsync("y\n");
        await yes.SaysAsync("ended with 0");

        Assert.Contains("Nothing was done.", no.Said, StringComparison.Ordinal);
        Assert.Contains("1 item cancelled.", yes.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_c_at_a_question_ends_it()
    {
        var queue = YardNode.NewQueue();
        await node.SubmitAsync(queue);
        await using var asked = Tool.StartOnTerminal(node.Environment(), $"switchyard work cancel --queue {queue}; echo ended with $?");
        await asked.SaysAsync("Cancel 1 item? [y/N]");

        await asked.TypeAsync("\u0003");

        await asked.SaysAsync("ended with 130");
    }
}
