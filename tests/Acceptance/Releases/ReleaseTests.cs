using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Jobs;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Releases;

/// <summary>This node on the state that each release left: all is there, and goes on.</summary>
public sealed class ReleaseTests(SharedPostgres postgres)
{
    public static TheoryData<string, string> Kept => [.. KeptRelease.All.Select(kept => (kept.Version, kept.Database))];

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task What_a_release_left_goes_on(string version, string database)
    {
        await using var yard = await ReleaseYard.OpenAsync(database, postgres);
        var facts = await new KeptRelease(version, database).RestoreAsync(yard.State);
        await yard.StartAsync();

        await TablesGoOnAsync(yard.Door, facts);
        await JobsGoOnAsync(yard.Door, facts);
        await TicketsGoOnAsync(yard.Door, facts);
        await ExpertiseGoesOnAsync(yard, facts);
        var download = (await yard.Door.GetAsync($"/api/v1/work/{facts.FinishedDownload}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("downloads", "completed"), ((string?)download["queue"], (string?)download["status"]));
        Assert.Contains("storing an archive", (string?)download["log"], StringComparison.Ordinal);
    }

    private static async Task TablesGoOnAsync(Door door, ReleaseFacts facts)
    {
        var (_, kept) = Assert.Single(await door.ZipAsync("/downloadResults"));
        Assert.Equal(facts.Returned, Encoding.UTF8.GetString(kept));
        Assert.Contains(await door.SubmissionAsync("cea"), line => line.Contains(facts.ReturnedTable, StringComparison.Ordinal));
        Assert.Equal("failed", await StatusAsync(facts.ErrorTable));
        Assert.Equal("running", await StatusAsync(facts.HeldTable));
        (await door.StoreResultAsync(facts.HeldTable, ReleaseFacts.Client, Result.Of(1, 0, "Q1"))).IsStored();
        Assert.Equal("completed", await StatusAsync(facts.HeldTable));

        var next = await door.TakeAsync("client-of-now");
        Assert.DoesNotContain(next.Name, new[] { facts.ReturnedTable, facts.ErrorTable, facts.HeldTable });
        (await door.StoreResultAsync(next.Name, "client-of-now", Result.Of(1, 0, "Q2"))).IsStored();
        Assert.Equal(3, (await door.ZipAsync("/downloadResults")).Count);

        async Task<string?> StatusAsync(string table) => (string?)(await door.TableAsync(table))["item"]!["status"];
    }

    private static async Task JobsGoOnAsync(Door door, ReleaseFacts facts)
    {
        var jobs = new JobsClient(door);
        var maintenance = await jobs.ShowAsync("/maintenance-status");
        Assert.Equal((ReleaseFacts.MaintenanceText, true), ((string?)maintenance["msg"], (bool?)maintenance["paused"]));
        Assert.True((bool?)(await jobs.ClaimAsync("now", "ADD"))["paused"]);
        (await door.PostAsync("/maintenance-status", new JsonObject { ["msg"] = "over", ["paused"] = false })).Is(HttpStatusCode.OK);

        var completed = await jobs.JobAsync(facts.CompletedJob);
        Assert.Equal("completed", (string?)completed["status"]);
        Assert.Contains("all rows of then", JobsJson.LogOf(completed));
        Assert.Equal("failed", (string?)(await jobs.JobAsync(facts.FailedJob))["status"]);
        Assert.Equal(["COMPLETED", "FAILED", "LEASED", "QUEUED"], (await jobs.ListAsync("/targets")).Select(target => (string?)target["name"]).Order());

        var taken = await jobs.MakeAsync(NewJob.Of("ADD", "NEW"));
        Assert.True(long.Parse(taken) > facts.FinishedDownload, "An id was given twice.");
        (await jobs.ActAsync(facts.LeasedJob, "complete", new() { ["leaseNumber"] = facts.LeaseNumber })).Is(HttpStatusCode.OK);
        Assert.Equal("completed", (string?)(await jobs.JobAsync(facts.LeasedJob))["status"]);
        var claimed = Assert.Single((await jobs.ClaimAsync("now", "ADD", wait: 20))["items"]!.AsArray())!;
        Assert.Equal(facts.QueuedJob, (string?)claimed["jobId"]);
        (await jobs.ActAsync(facts.QueuedJob, "complete", new() { ["leaseNumber"] = (long)claimed["leaseNumber"]! })).Is(HttpStatusCode.OK);
    }

    private static async Task TicketsGoOnAsync(Door door, ReleaseFacts facts)
    {
        Assert.Equal("Task has been finished!", (await door.GetAsync(facts.FinishedTicket.Status)).Text);
        Assert.Equal(facts.ResultHash, Convert.ToHexString(SHA256.HashData((await door.GetAsync(facts.FinishedTicket.Result)).Is(HttpStatusCode.OK).Body)));
        Assert.Equal("Errors occurred", (await door.GetAsync(facts.FailedTicket.Status)).Text);
        Assert.Equal("queued", (string?)(await door.WorkAsync(facts.QueuedTicket))["status"]);
        await ResumeAsync(door, "tickets");
        Assert.Equal("1.5 + 2.0 = 3.5", Encoding.UTF8.GetString((await door.ResultAsync(facts.QueuedTicket)).Content).Trim());
    }

    private static async Task ExpertiseGoesOnAsync(ReleaseYard yard, ReleaseFacts facts)
    {
        Assert.Equal(facts.Scores, (await yard.Ann.GetAsync($"/expertise/results?jobId={facts.ScoredExpertise}&format=csv")).Is(HttpStatusCode.OK).Text);
        Assert.DoesNotContain(yard.Review.Requests, request => request.PathAndQuery.Contains("groups", StringComparison.Ordinal));
        await ResumeAsync(yard.Door, "expertise.dataset");
        await yard.Ann.StatusUntilAsync(facts.QueuedExpertise, "Completed");
    }

    /// <summary>The queue was paused then, and still is.</summary>
    private static async Task ResumeAsync(Door door, string queue)
    {
        var status = (await door.GetAsync($"/api/v1/queues/{queue}")).Is(HttpStatusCode.OK).Text;
        Assert.Contains(ReleaseFacts.PauseReason, status, StringComparison.Ordinal);
        (await door.PostAsync($"/api/v1/queues/{queue}/resume")).Is(HttpStatusCode.OK);
    }
}
