using System.Diagnostics;
using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>Completions, by a real bash.</summary>
public sealed class CompletionTests(YardNode node)
{
    [Fact]
    public async Task Bash_completes_commands_values_and_names_that_the_node_knows()
    {
        const string queue = "completed-by-bash";
        await node.SubmitAsync(queue);
        var script = node.FileOf("completion.bash");
        await File.WriteAllTextAsync(script, (await node.RunAsync("completion", "bash")).Ends().Out, TestContext.Current.CancellationToken);

        Assert.Equal(["pause"], await CompleteAsync(script, "switchyard", "queue", "pa"));
        Assert.Equal([queue], await CompleteNameAsync(script, "switchyard", "queue", "pause", queue[..^1]));
        Assert.Equal(["cancelled", "completed"], (await CompleteAsync(script, "switchyard", "work", "list", "--status", "c")).Order());
    }

    [Fact]
    public async Task What_stands_in_a_name_is_not_run()
    {
        var script = node.FileOf("completion.bash");
        await File.WriteAllTextAsync(script, (await node.RunAsync("completion", "bash")).Ends().Out, TestContext.Current.CancellationToken);

        Assert.Equal([YardNode.Harmful], await CompleteNameAsync(script, "switchyard", "source", "drain", YardNode.Harmful[..2]));

        Assert.Equal([script], Directory.GetFiles(Path.GetDirectoryName(script)!));
    }

    [Theory]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c switchyard")]
    public async Task Other_shells_have_theirs(string shell, string part) =>
        Assert.Contains(part, (await node.RunAsync("completion", shell)).Ends().Out, StringComparison.Ordinal);

    /// <summary>A node that does much else answers too late for who types: then there is no name.</summary>
    private async Task<string[]> CompleteNameAsync(string script, params string[] words)
    {
        string[] found = [];
        for (var tries = 0; tries < 10 && found.Length == 0; tries++)
        {
            found = await CompleteAsync(script, words);
        }

        return found;
    }

    private async Task<string[]> CompleteAsync(string script, params string[] words)
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"""source '{script}'; switchyard() {"{"} dotnet exec '{Tool.File}' "$@"; {"}"}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${"{"}#COMP_LINE{"}"}; _switchyard; printf '%s\n' "${"{"}COMPREPLY[@]{"}"}" """, "bash", .. words])
        { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(script) };
        foreach (var (name, value) in node.Environment())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
