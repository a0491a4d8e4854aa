using System.Text.Json.Nodes;
using Switchyard.Cluster.Yard;

namespace Switchyard.Cluster;

/// <summary>Compute sources that are named with a node: their processes run there and nowhere else.</summary>
[Collection(typeof(TheCluster))]
public sealed class SourceTests(ThreeNodes nodes)
{
    [Fact]
    public async Task Runs_live_on_the_node_of_their_source_and_what_a_killed_node_had_is_run_by_the_others()
    {
        await nodes.StartAllAsync();
        var door = new TicketDoor(nodes[0].Http);
        nodes.CloseGate();
        var running = await SubmitAsync(door, 6);
        await Eventually.IsAsync(async () => (await door.ShowAsync(running)).All(IsAtHome));
        Assert.Equal(["at-a", "at-a", "at-b", "at-b", "at-c", "at-c"], (await door.ShowAsync(running)).Select(SourceOf).Order());
        var waiting = await SubmitAsync(door, 6);

        await nodes[2].KillAsync();
        await Eventually.IsAsync(async () => await door.StateAsync("at-c") == "away");
        nodes.OpenGate();
        await Eventually.IsAsync(async () => (await door.ShowAsync([.. running, .. waiting])).All(item => (string?)item["status"] == "completed"));
        Assert.DoesNotContain("at-c", (await door.ShowAsync(waiting)).Select(SourceOf));

        await nodes.StartAsync(2);
        await Eventually.IsAsync(async () => await door.StateAsync("at-c") is not "away");
        nodes.CloseGate();
        var again = await SubmitAsync(door, 6);
        await Eventually.IsAsync(async () => (await door.ShowAsync(again)).Count(item => SourceOf(item) == "at-c" && IsAtHome(item)) == 2);
        nodes.OpenGate();
        await Eventually.IsAsync(async () => (await door.ShowAsync(again)).All(item => (string?)item["status"] == "completed"));
    }

    private static async Task<IReadOnlyList<long>> SubmitAsync(TicketDoor door, int count)
    {
        var ids = new List<long>();
        while (ids.Count < count)
        {
            ids.Add(await door.SubmitAsync(ThreeNodes.GatedService));
        }

        return ids;
    }

    private static string SourceOf(JsonNode item) => ((string?)item["source"] ?? "").Split('@')[0];

    /// <summary>The process has said where it works: in its node's directory.</summary>
    private static bool IsAtHome(JsonNode item) =>
        SourceOf(item) is ['a', 't', '-', .. var node] && ((string?)item["log"])?.Contains($"/{node}/", StringComparison.Ordinal) == true;
}
