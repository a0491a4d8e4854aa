using System.Net;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>Input that a node cannot take in: it says what is wrong, and serves all the same.</summary>
public sealed class InputDirectoryTests
{
    private const long Huge = 200L * 1024 * 1024;

    /// <summary>Bytes. A node holds about 250 MB; the table alone would be 200 MB as text and more as JSON.</summary>
    private const long Bounded = 500L * 1024 * 1024;

    [Fact]
    public async Task An_input_directory_that_is_not_there_is_named_and_may_come_later()
    {
        await using var node = await TablesNode.StartAsync(input => Directory.Delete(input.Path, recursive: true));

        var import = await node.Door.ImportedAsync();
        Assert.Equal("failed", (string?)import["phase"]);
        Assert.Equal($"The directory {node.Input.Path} does not exist or cannot be read.", (string?)import["error"]);
        Assert.Equal(0, (int)(await node.Door.StatsAsync())["tables"]!["total"]!);
        (await node.Door.GetAsync("/health/ready")).Is(HttpStatusCode.OK);

        node.Input.WithTable("late").WithTargets("CEA", "late,1,0");
        (await node.Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
        Assert.Equal("late", (await node.Door.TakeAsync("me")).Name);
    }

    [Fact]
    public async Task A_table_that_is_too_large_is_told_with_the_limit_and_costs_no_memory()
    {
        await using var node = await TablesNode.StartAsync(Fill);

        var huge = (await node.Door.TableAsync("huge"))["item"]!;
        Assert.Equal("failed", (string?)huge["status"]);
        Assert.Equal($"table is {Huge} bytes, the limit is Tables:MaxTableBytes = 33554432", (string?)huge["error"]);
        Assert.Equal("small", (await node.Door.TakeAsync("me")).Name);
        (await node.Door.StoreResultAsync("small", "me", Result.Of(1, 0, "Q1"))).IsStored();
        (await node.Door.GetWorkAsync("me")).IsPage(HttpStatusCode.Gone);
        Assert.InRange(node.Process.PeakMemory, 1, Bounded);

        // An operator who mends it need not start the node again.
        node.Input.WithTable("huge");
        (await node.Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
        await node.Door.ImportedAsync();
        Assert.Equal("huge", (await node.Door.TakeAsync("me")).Name);
    }

    [Fact]
    public async Task The_largest_limit_that_is_accepted_works()
    {
        await using var node = await TablesNode.StartAsync(input => input.WithTable("small").WithTargets("CEA", "small,1,0"), "Tables:MaxTableBytes=134217728");

        Assert.Equal("finished", (string?)(await node.Door.ImportedAsync())["phase"]);
        Assert.Equal("small", (await node.Door.TakeAsync("me")).Name);
    }

    private static void Fill(InputDirectory input)
    {
        input.WithTable("huge").WithTable("small").WithTargets("CEA", "huge,1,0", "small,1,0");
        using var file = File.OpenWrite(Path.Combine(input.Path, "tables", "huge.csv"));
        file.SetLength(Huge);
    }
}
