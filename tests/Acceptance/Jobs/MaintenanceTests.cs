using System.Net;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

/// <summary>Maintenance: advice for the original's executor, a rule for those who claim.</summary>
[Collection(typeof(TheUi))]
public sealed class MaintenanceTests(UiNode node) : IAsyncDisposable
{
    private JobsClient Ui => node.Ui;

    public async ValueTask DisposeAsync() => await SetAsync("over", false);

    [Fact]
    public async Task The_history_says_all_that_was_ever_said_newest_first()
    {
        var before = TimeProvider.System.GetUtcNow();
        var first = await SetAsync("Night's \"work\" \u00e6", true);
        var second = await SetAsync("Done", "no");

        Assert.Equal("""{"msg":"Night's \"work\" æ","paused":true,"timestamp":"<time>"}""", Wire.Masked(first));
        Assert.Equal("""{"msg":"Done","paused":false,"timestamp":"<time>"}""", Wire.Masked(second));
        Wire.IsBetween(before, TimeProvider.System.GetUtcNow(), (string?)first["timestamp"]);
        Assert.Equal(Wire.Text(second), Wire.Text(await Ui.ShowAsync("/maintenance-status")));
        var history = await Ui.ListAsync("/maintenance-history");
        Assert.Equal([Wire.Text(second), Wire.Text(first)], history.Take(2).Select(Wire.Text));
        Assert.Equal("""{"msg":"Initial status inserted by at startup.","paused":false,"timestamp":"<time>"}""", Wire.Masked(history[^1]));

        // Operators see the same, and who.
        var told = (await node.Jobs.ShowAsync("/api/v1/jobs/maintenance/history?limit=1000"))["items"]!.AsArray().Select(record => record!).ToList();
        Assert.Equal(history.Select(record => (string?)record["msg"]), told.Select(record => (string?)record["message"]));
        Assert.Equal(["operator", "operator", "switchyard"], told[..2].Append(told[^1]).Select(record => (string?)record["by"]));
        Assert.Equal(told.Count, (int)told[0]["number"]!);
    }

    [Fact]
    public async Task Who_asks_while_it_is_paused_leaves_a_line_in_the_log()
    {
        await SetAsync("Looking for you", true);

        await Ui.ShowAsync("/maintenance-status");

        await node.Node.Process.SaysAsync("GET /maintenance-status, paused: True, msg: Looking for you");
    }

    [Fact]
    public async Task The_executor_finds_only_built_jobs_and_goes_on_with_those_it_has()
    {
        var (built, queued) = (NewJob.Target(), NewJob.Target());
        var id = await Ui.MakeAsync(NewJob.Of("ADD", built));
        await Ui.SayAsync(id, Conversation.First("ADD"));
        await SetAsync("Upgrade", true);

        var waiting = await Ui.MakeAsync(NewJob.Of("ADD", queued));
        var executor = new Executor(Ui, built, queued);
        var (imports, managers, workers) = await executor.AskAsync();

        Assert.Equal([id], imports.Select(job => job.Id));
        Assert.Empty(managers);
        Assert.Empty(workers);
        Assert.Equal(1, await executor.TurnAsync());
        Assert.Equal("completed", (string?)(await Ui.JobAsync(id))["status"]);

        await SetAsync("Done", false);
        Assert.Equal([waiting], (await executor.AskAsync()).Workers.Select(job => job.Id));
    }

    [Fact]
    public async Task Nothing_is_claimed_while_it_is_paused_and_running_work_goes_on()
    {
        var (running, waiting) = (await MakeAsync(), await MakeAsync());
        var job = Assert.Single((await ClaimAsync())["items"]!.AsArray())!;
        Assert.Equal((running, 1, "accepted"), ((string?)job["jobId"], (int)job["leaseNumber"]!, (string?)job["worker"]));
        await SetAsync("Upgrade", true);

        Assert.Equal("""{"items":[],"paused":true}""", (await ClaimAsync()).ToJsonString());
        var held = ClaimAsync(wait: 20);
        await ActAsync(running, "renew", new() { ["leaseNumber"] = 1, ["status"] = "validating", ["log"] = "Going on" });
        await ActAsync(running, "complete", new() { ["leaseNumber"] = 1 });
        Assert.Equal(
            ["Claimed by worker accepted.", "Set status: validating", "Going on", "Set status: completed"], JobsJson.LogOf(await Ui.JobAsync(running)));
        Assert.Equal("queued", (string?)(await Ui.JobAsync(waiting))["status"]);
        Assert.False(held.IsCompleted);
        var why = (await node.Jobs.Door.GetAsync($"/api/v1/work/{waiting}")).Is(HttpStatusCode.OK).Json["waiting"]!;
        Assert.Equal("maintenance", (string?)why["code"]);
        Assert.EndsWith(": Upgrade", (string?)why["text"], StringComparison.Ordinal);

        // The claim that was held all the while gets the job when it is over.
        await SetAsync("Done", false);
        var claimed = await held;
        Assert.Equal([waiting], claimed["items"]!.AsArray().Select(item => (string?)item!["jobId"]));
        Assert.False((bool)claimed["paused"]!);
        await ActAsync(waiting, "complete", new() { ["leaseNumber"] = 1 });
    }

    private async Task<JsonNode> SetAsync(string message, JsonNode paused) => (await Ui.Door.PostAsync(
        "/maintenance-status", new JsonObject { ["msg"] = message, ["paused"] = paused })).Is(HttpStatusCode.OK).Json;

    private Task<string> MakeAsync() => Ui.MakeAsync(NewJob.Of("PATCH_METADATA", NewJob.Target()));

    private Task<JsonNode> ClaimAsync(int wait = 0) => node.Jobs.ClaimAsync("accepted", "PATCH_METADATA", wait);

    private async Task ActAsync(string id, string act, JsonObject body) =>
        (await node.Jobs.ActAsync(id, act, body)).Is(HttpStatusCode.OK);
}
