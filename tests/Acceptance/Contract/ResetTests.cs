using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>The original's maintenance scripts, which here count first.</summary>
public sealed class ResetTests
{
    [Fact]
    public async Task Each_selection_finds_its_tables_and_only_returned_ones()
    {
        await using var node = await StartAsync();

        Assert.Equal(1, await ResetAsync(node.Door, dryRun: true, "errors"));
        Assert.Equal(2, await ResetAsync(node.Door, dryRun: true, "full-miss-cea"));
        Assert.Equal(3, await ResetAsync(node.Door, dryRun: true, "partial-miss-cea"));
        Assert.Equal(2, await ResetAsync(node.Door, dryRun: true, "named", "full", "partial", "out"));
        Assert.Equal(1, await UnfinishedAsync(node.Door));

        Assert.Equal(1, await ResetAsync(node.Door, dryRun: false, "errors"));
        Assert.Equal(0, await ResetAsync(node.Door, dryRun: false, "errors"));
        Assert.Equal(2, await ResetAsync(node.Door, dryRun: false, "partial-miss-cea"));
        Assert.Equal(1, await ResetAsync(node.Door, dryRun: false, "named", "full"));
        Assert.Equal(5, await UnfinishedAsync(node.Door));
    }

    [Fact]
    public async Task A_table_that_was_reset_comes_again_with_the_mappings_it_has()
    {
        await using var node = await StartAsync();
        await ResetAsync(node.Door, dryRun: false, "named", "partial");

        var again = await node.Door.TakeAsync("another");

        Assert.Equal("partial", again.Name);
        Assert.Equal([(1, 0, "Q1"), (2, 0, null)], again.Cea);
        (await node.Door.StoreResultAsync("partial", "another", Result.Of(2, 0, "Q2"))).IsStored();
        Assert.Equal(2, (await node.Door.SubmissionAsync("cea")).Count(line => line.StartsWith("partial,", StringComparison.Ordinal)));
        Assert.Equal(2, (await node.Door.ZipAsync("/downloadResults")).Count(entry => entry.Name.EndsWith("_partial", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_request_resets_nothing()
    {
        await using var node = await StartAsync();

        var unknown = await node.Door.PostAsync("/api/v1/tables/reset", Request(false, "named", "full", "<b>not there</b>"));
        Assert.Equal("<b>not there</b>", (string?)Assert.Single(unknown.IsProblem(HttpStatusCode.NotFound, "unknown-table")["tables"]!.AsArray()));
        foreach (var wrong in new JsonNode[]
            {
                Request(false, "all"),
                Request(false, "named"),
                Request(false, "errors", "full"),
                new JsonObject { ["which"] = "errors", ["dryrun"] = true, ["sure"] = 1 },
                new JsonObject { ["dryRun"] = true },
                new JsonArray(),
            })
        {
            (await node.Door.PostAsync("/api/v1/tables/reset", wrong)).IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        }

        Assert.Equal(1, await UnfinishedAsync(node.Door));
    }

    /// <summary>Five tables: one full, one partly mapped, one without a mapping, one with an error, and one that is out.</summary>
    private static async Task<TablesNode> StartAsync()
    {
        string[] names = ["full", "partial", "none", "error", "out"];
        var node = await TablesNode.StartAsync(input => names.Aggregate(input, (all, name) => all.WithTable(name))
            .WithTargets("CEA", names.SelectMany(name => new[] { $"{name},1,0", $"{name},2,0" })));
        foreach (var name in names)
        {
            Assert.Equal(name, (await node.Door.TakeAsync("me")).Name);
        }

        (await node.Door.StoreResultAsync("full", "me", """{"cea":{"1,0":"Q1","2,0":"Q2"},"cta":[],"cpa":[],"errors":[]}""")).IsStored();
        (await node.Door.StoreResultAsync("partial", "me", """{"cea":{"1,0":"Q1"},"cta":[],"cpa":[],"errors":["soft"]}""")).IsStored();
        (await node.Door.StoreResultAsync("none", "me", """{"cea":[],"cta":[],"cpa":[],"errors":[]}""")).IsStored();
        (await node.Door.StoreErrorAsync("error", "me", "hard")).IsStored();
        return node;
    }

    private static JsonObject Request(bool dryRun, string which, params string[] tables)
    {
        var request = new JsonObject { ["which"] = which, ["dryRun"] = dryRun };
        if (tables.Length > 0)
        {
            request["tables"] = new JsonArray([.. tables.Select(table => JsonValue.Create(table))]);
        }

        return request;
    }

    private static async Task<int> ResetAsync(Door door, bool dryRun, string which, params string[] tables) =>
        (int)(await door.PostAsync("/api/v1/tables/reset", Request(dryRun, which, tables))).Is(HttpStatusCode.OK).Json["tables"]!;

    private static async Task<int> UnfinishedAsync(Door door) => (int)(await door.StatsAsync())["tables"]!["unfinished"]!;
}
