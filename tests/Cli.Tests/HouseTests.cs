using System.Runtime.Versioning;
using Switchyard.Cli.Node;
using Switchyard.Servers;

namespace Switchyard.Cli;

/// <summary>How all stands, sources, nodes, keys.</summary>
[SupportedOSPlatform("linux")]
public sealed class HouseTests(YardNode node)
{
    [Fact]
    public async Task Status_says_what_needs_attention_and_is_1_when_work_does_not_go_on()
    {
        var queue = YardNode.NewQueue();
        await node.SubmitAsync(queue);

        var text = (await node.RunAsync("status")).Ends(1).Out;
        Assert.StartsWith("ready", text, StringComparison.Ordinal);
        Assert.Contains($"! 1 waits in {queue}, and no worker was seen in 5 minutes", text, StringComparison.Ordinal);
        Assert.Contains("lathe", text, StringComparison.Ordinal);
        Assert.Contains("tables", text, StringComparison.Ordinal);

        var json = (await node.RunAsync("status", "--json")).Ends(1).Json;
        Assert.Equal((true, false), ((bool?)json["ready"], (bool?)json["well"]));
        Assert.Contains(json["concerns"]!.AsArray(), concern => concern!["text"]!.ToString().Contains(queue, StringComparison.Ordinal) && (bool)concern["grave"]!);
        // What is no terminal gets one picture.
        Assert.StartsWith("ready", (await node.RunAsync("top")).Ends().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_is_drained_and_resumed()
    {
        Assert.Contains("lathe", (await node.RunAsync("source", "list")).Ends().Out, StringComparison.Ordinal);
        Assert.StartsWith("[", (await node.RunAsync("source", "list", "--json")).Ends().Out, StringComparison.Ordinal);
        (await node.RunAsync("source", "drain", "no-such-source")).Ends(3);
        (await node.RunAsync("source", "pause", "no-such-source")).Ends(3);
        (await node.RunAsync("source", "resume", "no-such-source")).Ends(3);
    }

    [Fact]
    public async Task A_node_leaves_when_it_is_told_to()
    {
        var data = Path.GetDirectoryName(node.FileOf("x"))!;
        await using var leaving = await NodeProcess.StartAsync($"Storage:DataDirectory={data}", "Cluster:NodeName=leaving", "Compute:Sources:0:Name=press", "Compute:Sources:0:Services:0=FloatComputation");
        var url = leaving.Address.ToString();
        Assert.Contains("Nothing needs attention.", (await node.RunAsync("status", "--url", url)).Ends().Out, StringComparison.Ordinal);
        Assert.StartsWith("press drains", (await node.RunAsync("source", "drain", "press", "--url", url)).Ends().Out, StringComparison.Ordinal);
        Assert.Contains("draining", (await node.RunAsync("source", "list", "--url", url)).Ends().Out, StringComparison.Ordinal);
        Assert.Equal("active", (string?)(await node.RunAsync("source", "resume", "press", "--url", url, "--json")).Ends().Json["state"]);
        Assert.Contains("leaving", (await node.RunAsync("node", "list", "--url", url)).Ends().Out, StringComparison.Ordinal);
        (await node.RunAsync("node", "drain", "leaving", "--url", url)).Ends(2);

        Assert.StartsWith("leaving is", (await node.RunAsync("node", "drain", "leaving", "--url", url, "--yes")).Ends().Out, StringComparison.Ordinal);

        Assert.Equal(0, await leaving.EndAsync());
        Assert.Contains("does not answer", (await node.RunAsync("status", "--url", url)).Ends(5).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_refused_leaves_no_file()
    {
        var file = node.FileOf("refused.key");

        (await node.RunAsync("keys", "create", "importer", "--role", "no-such-role", "-o", file)).Ends(4);

        Assert.False(File.Exists(file));
        (await node.RunAsync("keys", "create", "importer", "--role", "client", "-o", file)).Ends();
        Assert.StartsWith("sy_", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_made_used_and_revoked()
    {
        var file = node.FileOf("a.key");
        var made = (await node.RunAsync("keys", "create", "importer", "--role", "client", "--queue", "imports", "--expires", "90d", "-o", file)).Ends().Out;
        var id = made.Split(':')[0];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        // A key is not written over.
        (await node.RunAsync("keys", "create", "importer", "--role", "client", "-o", file)).Ends(1);
        (await node.RunWithAsync(null, node.Environment(key: null), "submit", "imports", "1", "--key-file", file)).Ends();
        var refused = (await node.RunWithAsync(null, node.Environment(key: null), "keys", "list", "--key-file", file)).Ends(4);
        Assert.Contains("Forbidden: It needs the role admin.", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("request ", refused.Errors, StringComparison.Ordinal);

        Assert.Contains("importer", (await node.RunAsync("keys", "list")).Ends().Out, StringComparison.Ordinal);
        Assert.Contains(id, (await node.RunAsync("keys", "list", "--json")).Ends().Json["items"]!.AsArray().Select(key => (string?)key!["id"]));
        Assert.StartsWith("sy_", (string?)(await node.RunAsync("keys", "create", "short", "--role", "viewer", "--json")).Ends().Json["key"], StringComparison.Ordinal);
        Assert.Equal($"{id} revoked", (await node.RunAsync("keys", "revoke", id, "--yes")).Ends().Out.Trim());

        // A front end goes on for some seconds with what it knows of a key.
        var revoked = TimeProvider.System.GetTimestamp();
        Ran used;
        do
        {
            used = await node.RunWithAsync(null, node.Environment(key: null), "submit", "imports", "1", "--key-file", file);
        }
        while (used.Code == 0 && TimeProvider.System.GetElapsedTime(revoked) < TimeSpan.FromSeconds(30));
        used.Ends(4);
    }
}
