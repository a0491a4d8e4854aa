using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>Where the node is, who asks, and what the exit code says when that goes wrong.</summary>
public sealed class ConnectionTests(YardNode node)
{
    [Fact]
    public async Task The_command_line_wins_over_the_environment_which_wins_over_the_file()
    {
        var (config, key) = (node.FileOf("config.json"), node.FileOf("key"));
        await File.WriteAllTextAsync(key, YardNode.Admin + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(config, $$"""{"url": "{{node.Address}}", "keyFile": "{{key}}"}""", TestContext.Current.CancellationToken);
        var bare = new Dictionary<string, string?>(node.Environment(key: null)) { ["SWITCHYARD_URL"] = null };

        (await node.RunWithAsync(null, bare, "keys", "list", "--config", config)).Ends();
        (await node.RunWithAsync(null, new Dictionary<string, string?>(bare) { ["SWITCHYARD_CONFIG"] = config, ["SWITCHYARD_API_KEY"] = YardNode.Viewer }, "keys", "list")).Ends(4);
        (await node.RunWithAsync(null, node.Environment(YardNode.Viewer), "keys", "list", "--key-file", key)).Ends();
        (await node.RunWithAsync(null, new Dictionary<string, string?>(bare) { ["SWITCHYARD_CONFIG"] = config }, "status", "--url", "http://127.0.0.1:1")).Ends(5);
    }

    [Fact]
    public async Task What_goes_wrong_has_a_code_and_a_line()
    {
        var nobody = (await node.RunWithAsync(null, node.Environment(key: null), "work", "list")).Ends(4);
        Assert.Contains("Unauthorized", nobody.Errors, StringComparison.Ordinal);
        Assert.Contains("--key-file", nobody.Errors, StringComparison.Ordinal);
        Assert.Contains("cannot be read", (await node.RunAsync("work", "list", "--key-file", "/no/such/file")).Ends(2).Errors, StringComparison.Ordinal);
        Assert.Contains("must begin with http", (await node.RunAsync("work", "list", "--url", "ftp://x")).Ends(2).Errors, StringComparison.Ordinal);
        Assert.Contains("kind", (await node.RunAsync("work", "list", "--kind", "nothing")).Ends(4).Errors, StringComparison.Ordinal);
        Assert.Contains("is no time", (await node.RunAsync("work", "list", "--created-after", "yesterday")).Ends(2).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrok", "Did you mean", "wrok", "list")]
    [InlineData("no command below it", "switchyard work --help tells what there is.", "work")]
    [InlineData("no such option", "'--nonsense'", "work", "list", "--nonsense")]
    [InlineData("a number", "'abc'", "work", "show", "abc")]
    public async Task A_mistake_in_the_line_is_2(string mistake, string told, params string[] words)
    {
        var ran = (await node.RunAsync(words)).Ends(2);

        Assert.True(ran.Errors.Contains(told, StringComparison.Ordinal), $"{mistake}: {ran.Errors}");
        Assert.Equal("", ran.Out);
    }
}
