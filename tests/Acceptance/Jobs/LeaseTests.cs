using System.Net;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

/// <summary>The original's executor beside workers of the better protocol: who has a job, has it alone.</summary>
[Collection(typeof(TheUi))]
public sealed class LeaseTests(UiNode node)
{
    private JobsClient Ui => node.Ui;

    private JobsClient Workers => node.Jobs;

    [Fact]
    public async Task A_job_under_a_lease_takes_no_report_of_the_executor()
    {
        var id = await MakeAsync();
        var claimed = Assert.Single((await Workers.ClaimAsync("w1", "DELETE_ARCHIVE"))["items"]!.AsArray())!;
        Assert.Equal((id, "initiated"), ((string?)claimed["jobId"], (string?)claimed["status"]));
        var held = await Ui.JobAsync(id);

        (await Ui.PutAsync(id, new Report("completed"))).Is(HttpStatusCode.Conflict)
            .Is($$"""{"message":"Job with id {{id}} is held by a worker under a lease that runs out"}""");

        Assert.Equal(held.ToJsonString(), (await Ui.JobAsync(id)).ToJsonString());
        (await Workers.ActAsync(id, "fail", new() { ["leaseNumber"] = 1, ["error"] = "No archive" })).Is(HttpStatusCode.OK);
        Assert.Equal(["Claimed by worker w1.", "Set status: failed", "No archive"], JobsJson.LogOf(await Ui.JobAsync(id)));
    }

    [Fact]
    public async Task A_job_of_the_executor_is_claimed_by_nobody_until_it_gives_it_back()
    {
        var id = await MakeAsync();
        await Ui.SayAsync(id, new Report("initiated"));

        Assert.Equal("""{"items":[],"paused":false}""", (await Workers.ClaimAsync("w1", "DELETE_ARCHIVE")).ToJsonString());
        var waiting = Workers.ClaimAsync("w2", "DELETE_ARCHIVE", wait: 20);
        await Ui.SayAsync(id, new Report("queued", Log: "Retrying due to an unexpected interruption."));

        var claimed = Assert.Single((await waiting)["items"]!.AsArray())!;
        Assert.Equal((id, 2), ((string?)claimed["jobId"], (int)claimed["leaseNumber"]!));
        (await Workers.ActAsync(id, "complete", new() { ["leaseNumber"] = 2 })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_stale_worker_is_told_so_and_changes_nothing()
    {
        var id = await MakeAsync();
        await Workers.ClaimAsync("w1", "DELETE_ARCHIVE");
        (await Workers.ActAsync(id, "fail", new() { ["leaseNumber"] = 1, ["error"] = "Later", ["retry"] = true })).Is(HttpStatusCode.OK);
        var second = Assert.Single((await Workers.ClaimAsync("w2", "DELETE_ARCHIVE", wait: 20))["items"]!.AsArray())!;
        Assert.Equal((id, 2, "w2"), ((string?)second["jobId"], (int)second["leaseNumber"]!, (string?)second["worker"]));
        var held = await Ui.JobAsync(id);

        foreach (var act in new[] { "renew", "complete", "fail" })
        {
            var body = new JsonObject { ["leaseNumber"] = 1 };
            if (act == "fail")
            {
                body["error"] = "Too late";
            }

            var problem = (await Workers.ActAsync(id, act, body)).IsProblem(HttpStatusCode.Conflict, "stale-lease");
            Assert.Equal(2, (int)problem["leaseNumber"]!);
        }

        Assert.Equal(held.ToJsonString(), (await Ui.JobAsync(id)).ToJsonString());

        // Said twice because the answer was lost, it is as if said once.
        (await Workers.ActAsync(id, "complete", new() { ["leaseNumber"] = 2, ["log"] = "Done" })).Is(HttpStatusCode.OK);
        (await Workers.ActAsync(id, "complete", new() { ["leaseNumber"] = 2, ["log"] = "Done" })).Is(HttpStatusCode.OK);
        Assert.Single(JobsJson.LogOf(await Ui.JobAsync(id)), "Done");
        (await Workers.ActAsync(id, "renew", new() { ["leaseNumber"] = 2 })).IsProblem(HttpStatusCode.Conflict, "conflict");
        (await Workers.ActAsync("987654321", "renew", new() { ["leaseNumber"] = 1 })).IsProblem(HttpStatusCode.NotFound, "unknown-item");
    }

    private Task<string> MakeAsync() => Ui.MakeAsync(NewJob.Of("DELETE_ARCHIVE", NewJob.Target()));
}
