using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Expertise;
using Switchyard.Acceptance.Jobs;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Acceptance.Releases;

/// <summary>
/// Not a test: keeps the state of this release for the tests of those to come. Run it once for each release, when its
/// number is in the changelog.
/// </summary>
public sealed class ReleaseMaker(SharedPostgres postgres)
{
    [Theory(Explicit = true)]
    [InlineData(KeptRelease.Sqlite)]
    [InlineData(KeptRelease.Postgres)]
    public async Task Keeps_the_state_of_this_release(string database)
    {
        await using var yard = await ReleaseYard.OpenAsync(database, postgres);
        await using var labels = await LabelForwardTables.CreateAsync(await postgres.CreateDatabaseAsync());
        var classifier = await labels.AddClassifierAsync([1, 2, 3]);
        yard.Input.WithSmallTables(6, 3);
        await yard.StartAsync(
            $"Tables:InputDirectory={yard.Input.Path}", $"Downloads:ConnectionString={labels.ConnectionString}",
            "Services:0:Name=Broken", "Services:0:Command:0=/bin/false");
        var door = yard.Door;
        await door.ImportedAsync();

        var returned = await door.TakeAsync(ReleaseFacts.Client);
        var result = Result.For(returned, what => $"http://www.wikidata.org/entity/Q{what.First}{what.Second}").ToJsonString();
        (await door.StoreResultAsync(returned.Name, ReleaseFacts.Client, result)).IsStored();
        var broken = await door.TakeAsync(ReleaseFacts.Client);
        (await door.StoreErrorAsync(broken.Name, ReleaseFacts.Client, "Traceback of then")).IsStored();

        var held = await door.TakeAsync(ReleaseFacts.Client);

        var jobs = new JobsClient(door);
        var completed = await jobs.MakeAsync(NewJob.Of("ADD", "COMPLETED"));
        await jobs.SayAsync(completed, new Report("initiated"));
        await jobs.SayAsync(completed, new Report("completed", Log: "all rows of then"));
        var failed = await jobs.MakeAsync(NewJob.Of("ADD", "FAILED"));
        await jobs.SayAsync(failed, new Report("initiated"));
        await jobs.SayAsync(failed, new Report("failed", Log: "no rows of then"));
        var leased = await jobs.MakeAsync(NewJob.Of("REMOVE", "LEASED"));
        var claim = new JsonObject { ["worker"] = ReleaseFacts.Worker, ["operations"] = new JsonArray("REMOVE"), ["lease"] = "23:00:00" };
        var claimed = Assert.Single((await door.PostAsync("/api/v1/jobs/claim", claim)).Is(HttpStatusCode.OK).Json["items"]!.AsArray())!;
        var queued = await jobs.MakeAsync(NewJob.Of("ADD", "QUEUED"));

        var finished = await door.SubmitAsync("FloatComputation", """{"f1": 0.5, "f2": 0.5, "op": "add"}""");
        await door.EndAsync(finished);
        var hash = SHA256.HashData((await door.GetAsync(finished.Result)).Is(HttpStatusCode.OK).Body);
        var errors = await door.SubmitAsync("Broken", "{}");
        await door.EndAsync(errors);
        var scored = await yard.Ann.SubmitAsync(Conference.Request("scored"));
        await yard.Ann.StatusUntilAsync(scored, "Completed");
        var scores = (await yard.Ann.GetAsync($"/expertise/results?jobId={scored}&format=csv")).Is(HttpStatusCode.OK).Text;
        var download = (long)(await door.PostAsync("/downloads", new JsonObject { ["clfId"] = classifier })).Is(HttpStatusCode.Accepted).Json["item"]!;
        await Eventually.AskAsync(async () => (await door.GetAsync($"/api/v1/work/{download}")).Json, item => (string?)item["status"] == "completed");

        foreach (var queue in new[] { "tickets", "expertise.dataset" })
        {
            (await door.PostAsync($"/api/v1/queues/{queue}/pause", new JsonObject { ["reason"] = ReleaseFacts.PauseReason })).Is(HttpStatusCode.OK);
        }

        (await door.PostAsync("/maintenance-status", new JsonObject { ["msg"] = ReleaseFacts.MaintenanceText, ["paused"] = true })).Is(HttpStatusCode.OK);
        var facts = new ReleaseFacts
        {
            MadeAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            ReturnedTable = returned.Name,
            Returned = result,
            ErrorTable = broken.Name,
            HeldTable = held.Name,
            CompletedJob = completed,
            FailedJob = failed,
            LeasedJob = leased,
            LeaseNumber = (long)claimed["leaseNumber"]!,
            QueuedJob = queued,
            FinishedTicket = finished,
            ResultHash = Convert.ToHexString(hash),
            FailedTicket = errors,
            QueuedTicket = await door.SubmitAsync("FloatComputation", """{"f1": 1.5, "f2": 2.0, "op": "add"}"""),
            ScoredExpertise = scored,
            Scores = scores,
            QueuedExpertise = await yard.Ann.SubmitAsync(Conference.Request("queued")),
            FinishedDownload = download,
        };
        Assert.Equal(0, await yard.Node.TerminateAsync());
        await new KeptRelease(KeptRelease.ThisVersion, database).KeepAsync(yard.State, facts);
    }
}
