using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>One table and several clients: copies for those who wait at the end, and what a lease that runs out means.</summary>
public sealed class SharingTests
{
    [Fact]
    public async Task Idle_clients_get_copies_and_whoever_asks_again_gets_its_own_until_one_result_is_there()
    {
        await using var node = await StartAsync();

        Assert.Equal("alone", (await node.Door.TakeAsync("first")).Name);
        Assert.Equal("alone", (await node.Door.TakeAsync("second")).Name);
        Assert.Equal("alone", (await node.Door.TakeAsync("first")).Name);
        (await node.Door.StoreResultAsync("alone", "first", Result.Of(1, 0, "Q1"))).IsStored();

        (await node.Door.GetWorkAsync("third")).IsPage(HttpStatusCode.Gone);
        (await node.Door.StoreResultAsync("alone", "third", Result.Of(1, 0, "Q3"))).IsPage(HttpStatusCode.NotFound);

        // Late, and of a client that had the table: the last one wins for each target it names.
        (await node.Door.StoreResultAsync("alone", "second", Result.Of(2, 0, "Q2"))).IsStored();
        Assert.Equal(["alone,1,0,Q1", "alone,2,0,Q2"], await node.Door.SubmissionAsync("cea"));
        Assert.Equal(2, (await node.Door.ZipAsync("/downloadResults")).Count);
        Assert.Equal("""{"error":0,"result":2,"total":1,"unfinished":0}""", (await node.Door.StatsAsync())["tables"]!.ToJsonString());
    }

    [Fact]
    public async Task A_table_whose_client_is_silent_goes_back_and_the_late_result_still_counts()
    {
        await using var node = await StartAsync("Tables:LeaseTimeout=00:00:02");
        await node.Door.TakeAsync("silent");

        var table = await Eventually.AskAsync(() => node.Door.TableAsync("alone"), table => (string?)table["item"]!["status"] == "queued");
        var work = (await node.Door.GetAsync($"/api/v1/work/{table["item"]!["id"]}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("expired", (string?)Assert.Single(work["attempts"]!.AsArray())!["outcome"]);

        Assert.Equal("alone", (await node.Door.TakeAsync("next")).Name);
        (await node.Door.StoreErrorAsync("alone", "next", "no luck")).IsStored();
        (await node.Door.StoreResultAsync("alone", "silent", Result.Of(1, 0, "Q64"))).IsStored();
        Assert.Equal("completed", (string?)(await node.Door.TableAsync("alone"))["item"]!["status"]);
        Assert.Equal(["alone,1,0,Q64"], await node.Door.SubmissionAsync("cea"));
    }

    [Fact]
    public async Task A_paused_queue_holds_who_asks_until_it_is_resumed()
    {
        await using var node = await StartAsync();
        var paused = await node.Door.PostAsync("/api/v1/queues/tables/pause", new JsonObject { ["reason"] = "the lookup moves" });
        Assert.Equal("the lookup moves", (string?)paused.Is(HttpStatusCode.OK).Json["pause"]!["reason"]);

        var work = node.Door.GetWorkAsync("patient");
        await Assert.ThrowsAsync<TimeoutException>(() => work.WaitAsync(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken));
        (await node.Door.PostAsync("/api/v1/queues/tables/resume")).Is(HttpStatusCode.OK);

        Assert.Equal("alone", (string?)(await work).Is(HttpStatusCode.OK).Json["name"]);
    }

    private static Task<TablesNode> StartAsync(params string[] settings) => TablesNode.StartAsync(
        input => input.WithTable("alone").WithTargets("CEA", "alone,1,0", "alone,2,0"), settings);
}
