using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>Tickets by file.</summary>
public sealed class TicketTests(YardNode node)
{
    [Fact]
    public async Task An_archive_goes_up_and_its_result_comes_down()
    {
        var (archive, ticket, result) = (await PackAsync("""{"inputs": {"f1": 0.5, "f2": 0.5, "op": "add"}}"""), node.FileOf("ticket.json"), node.FileOf("out.tar.gz"));
        Assert.Contains("f1, f2, op", (await node.RunAsync("tickets", "services")).Ends().Out, StringComparison.Ordinal);

        await File.WriteAllTextAsync(ticket, (await node.RunAsync("tickets", "submit", "FloatComputation", archive, "--json")).Ends().Out, TestContext.Current.CancellationToken);
        Assert.Equal("completed", (string?)(await node.RunAsync("tickets", "wait", "--ticket", ticket, "--json")).Ends().Json["status"]);
        (await node.RunAsync("tickets", "download", "--ticket", ticket, "-o", result)).Ends();
        Assert.Contains("1", await FirstOfAsync(result), StringComparison.Ordinal);
        Assert.Contains("completed", (await node.RunAsync("tickets", "status", "--ticket", ticket)).Ends().Out, StringComparison.Ordinal);
        (await node.RunAsync("tickets", "cancel", "--ticket", ticket)).Ends(4);

        File.Delete(result);
        (await node.RunAsync("tickets", "submit", "FloatComputation", archive, "--wait", "-o", result)).Ends();
        Assert.Contains("1", await FirstOfAsync(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_says_why_and_leaves_no_file()
    {
        var (archive, result) = (await PackAsync("""{"inputs": {}}"""), node.FileOf("out.tar.gz"));

        var ran = (await node.RunAsync("tickets", "submit", "FloatComputation", archive, "--wait", "-o", result)).Ends(1);

        Assert.Contains("f1", ran.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(result)!));
        (await node.RunAsync("tickets", "status", "1", "--token", "wrong")).Ends(3);
        (await node.RunAsync("tickets", "submit", "FloatComputation", "no-such-file.tar.gz")).Ends(2);
    }

    private async Task<string> PackAsync(string json)
    {
        var path = node.FileOf("in.tar.gz");
        await using var file = File.Create(path);
        await using var zip = new GZipStream(file, CompressionLevel.Fastest);
        await using var tar = new TarWriter(zip);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "main.json") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(json)) }, TestContext.Current.CancellationToken);
        return path;
    }

    private static async Task<string> FirstOfAsync(string path)
    {
        await using var file = File.OpenRead(path);
        await using var zip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(zip);
        while (await tar.GetNextEntryAsync(cancellationToken: TestContext.Current.CancellationToken) is { } entry)
        {
            if (entry.DataStream is { } data)
            {
                using var reader = new StreamReader(data);
                return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            }
        }

        return "";
    }
}
