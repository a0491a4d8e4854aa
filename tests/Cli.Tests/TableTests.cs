using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>The campaign.</summary>
public sealed class TableTests(YardNode node)
{
    [Fact]
    public async Task Tables_are_imported_seen_reset_and_exported()
    {
        Assert.StartsWith("finished: 0 new, 10 known", (await node.RunAsync("tables", "import")).Ends().Out, StringComparison.Ordinal);
        Assert.Contains("0 of 1,397", (await node.RunAsync("tables", "status")).Ends().Out, StringComparison.Ordinal);
        Assert.Equal(10, (int?)(await node.RunAsync("tables", "status", "--json")).Ends().Json["tables"]);
        Assert.Contains("42CGYA04", (await node.RunAsync("tables", "list")).Ends().Out, StringComparison.Ordinal);
        Assert.Equal("0 tables would be put back.", (await node.RunAsync("tables", "reset", "--which", "errors", "--yes")).Ends().Out.Trim());
        (await node.RunAsync("tables", "reset")).Ends(2);

        var file = node.FileOf("tables.db");
        var length = (long?)(await node.RunAsync("tables", "export", "database", "-o", file, "--json")).Ends().Json["length"];
        Assert.Equal("SQLite format 3", System.Text.Encoding.ASCII.GetString((await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))[..15]));
        Assert.Equal(new FileInfo(file).Length, length);
        // What is not there leaves what was there.
        (await node.RunAsync("tables", "export", "results", "-o", file)).Ends(3);
        Assert.Equal(length, new FileInfo(file).Length);
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }
}
