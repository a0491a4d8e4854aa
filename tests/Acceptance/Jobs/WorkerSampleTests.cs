using System.Globalization;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Jobs;

/// <summary>The sample workers under leases of 3 seconds: they finish jobs, die with jobs, and come back too late.</summary>
public sealed class WorkerSampleTests(SqliteNode node) : IClassFixture<SqliteNode>
{
    private JobsClient Jobs => node.Jobs;

    private Uri Address => node.Node.Process.Address;

    [Fact]
    public async Task Workers_that_stop_or_die_lose_their_jobs_to_others()
    {
        // The two samples play both parts: they mostly wait, so they may do so together.
        await Task.WhenAll(
            RunAsync(WorkerProcess.PythonAsync, WorkerProcess.DotNetAsync, "ADD"), RunAsync(WorkerProcess.DotNetAsync, WorkerProcess.PythonAsync, "CHANGE"));
    }

    private delegate Task<WorkerProcess> Sample(Uri node, params IEnumerable<string> operations);

    private async Task RunAsync(Sample firstSample, Sample secondSample, string operation)
    {
        // A worker alone finishes its job.
        await using var first = await firstSample(Address, operation);
        var done = await Jobs.MakeAsync(NewJob.Of(operation, NewJob.Target()));
        var job = await EndsAsync(done);
        var name = Claimer(JobsJson.LogOf(job)[0]);
        Assert.Equal(Lines(job, name), JobsJson.LogOf(job));
        await first.SaysAsync($"{done} completed");

        // It is stopped for longer than its lease: another one finishes the job, and it is told so when it comes back.
        var stolen = await Jobs.MakeAsync(NewJob.Of(operation, NewJob.Target()));
        var zombie = ProcessOf(await HeldAsync(stolen));
        Signal.Send(zombie, Signal.Stop);
        await using var second = await secondSample(Address, operation);
        job = await EndsAsync(stolen);
        var other = Claimer(JobsJson.LogOf(job).Last(IsClaim));
        Assert.NotEqual(name, other);
        var log = JobsJson.LogOf(job);
        Assert.Equal($"The lease of worker {name} ran out.", log[log.Count - 1 - Lines(job, other).Count]);
        Assert.Equal(Lines(job, other), log.TakeLast(Lines(job, other).Count));
        Signal.Send(zombie, Signal.Continue);
        await first.SaysAsync($"{stolen} is no longer ours: ");
        await first.SaysAsync("409");
        Assert.Equal(job.ToJsonString(), (await Jobs.JobAsync(stolen)).ToJsonString());
        Assert.Equal("completed", (string?)(await Jobs.TargetAsync((string)job["parameters"]!["target"]!))!["status"]);

        // Whoever holds the next job dies with it.
        var orphan = await Jobs.MakeAsync(NewJob.Of(operation, NewJob.Target()));
        var dead = await HeldAsync(orphan);
        Signal.Send(ProcessOf(dead), Signal.Kill);
        job = await EndsAsync(orphan);
        var heir = dead == name ? other : name;
        Assert.Contains($"The lease of worker {dead} ran out.", JobsJson.LogOf(job));
        Assert.Equal(Lines(job, heir), JobsJson.LogOf(job).TakeLast(Lines(job, heir).Count));
    }

    /// <summary>What a job's log says of a worker that finishes it.</summary>
    private static List<string> Lines(JsonNode job, string worker) =>
    [
        $"Claimed by worker {worker}.",
        .. new[] { "validating", "transforming", "importing" }
            .SelectMany(stage => new[] { $"Set status: {stage}", $"{stage} {job["parameters"]!["target"]}" }),
        "Set status: completed",
    ];

    /// <summary>Waits until a worker holds the job and has begun; answers its name.</summary>
    private async Task<string> HeldAsync(string id) => (string)(await Eventually.AskAsync(
        () => Jobs.ShowAsync($"/api/v1/jobs/{id}"), job => (string?)job["status"] is "validating" or "transforming"))["worker"]!;

    private Task<JsonNode> EndsAsync(string id) => Eventually.AskAsync(() => Jobs.JobAsync(id), job => (string?)job["status"] == "completed");

    private static bool IsClaim(string line) => line.StartsWith("Claimed by worker ", StringComparison.Ordinal);

    private static string Claimer(string line)
    {
        Assert.True(IsClaim(line), line);
        return line["Claimed by worker ".Length..^1];
    }

    /// <summary>A sample's name is its machine's and the number of its process.</summary>
    private static int ProcessOf(string worker) => int.Parse(worker.Split(' ')[^1], CultureInfo.InvariantCulture);
}
