using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Expertise;
using Switchyard.Acceptance.Jobs;
using Switchyard.Acceptance.Tasks;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>The items that pages are asked about, by their ids.</summary>
public sealed record SampleWork
{
    /// <summary>The queue that somebody paused.</summary>
    public const string Paused = "reports";

    /// <summary>Why it is paused.</summary>
    public const string PauseReason = "the printer is being moved";

    /// <summary>The queue of tasks that a worker is busy with.</summary>
    public const string Busy = "thumbnails";

    /// <summary>The error of the tasks that failed.</summary>
    public const string TaskError = "the image is damaged: no end of file";

    /// <summary>A ticket that completed.</summary>
    public required long Done { get; init; }

    /// <summary>A ticket that failed, with a log.</summary>
    public required long Failed { get; init; }

    /// <summary>A ticket that runs.</summary>
    public required long Running { get; init; }

    /// <summary>A ticket that waits for the one that runs.</summary>
    public required long Waiting { get; init; }

    /// <summary>An expertise job that completed.</summary>
    public required long Scored { get; init; }

    /// <summary>A job of the Jobs door.</summary>
    public required long Job { get; init; }

    /// <summary>The number of tasks that failed.</summary>
    public required int FailedTasks { get; init; }

    public static async Task<SampleWork> MakeAsync(Door door)
    {
        await WorkTablesAsync(door);
        var failedTasks = await WorkTasksAsync(new TasksClient(door));
        var (running, waiting) = (await door.SubmitAsync("Dummy", """{"dummyinput": "Real"}"""), await door.SubmitAsync("Dummy", """{"dummyinput": "Bayern"}"""));
        var done = await door.SubmitAsync("FloatComputation", """{"f1": 2, "f2": 3, "op": "add"}""");
        var failed = await door.SubmitAsync(SampleNode.Convert, "{}");
        var scored = await ScoreAsync(door);
        await door.EndAsync(done);
        await door.EndAsync(failed);
        return new()
        {
            Done = done.Id,
            Failed = failed.Id,
            Running = running.Id,
            Waiting = waiting.Id,
            Scored = scored,
            Job = await WorkJobsAsync(new JobsClient(door)),
            FailedTasks = failedTasks,
        };
    }

    private static async Task WorkTablesAsync(Door door)
    {
        for (var number = 0; number < 4; number++)
        {
            var package = await door.TakeAsync("alice");
            (await door.StoreResultAsync(package.Name, "alice", Result.For(package, target => $"Q{target.First}").ToJsonString())).IsStored();
        }

        var broken = await door.TakeAsync("bob");
        (await door.StoreErrorAsync(broken.Name, "bob", "Traceback (most recent call last):\n  lookup timed out after 30 s")).IsStored();
        await door.TakeAsync("carol");
    }

    private static async Task<long> WorkJobsAsync(JobsClient jobs)
    {
        var done = await jobs.MakeAsync(NewJob.Of("ADD", "BEFOLKNING_KJOENN"));
        await jobs.SayAsync(done, new("validating"), new("transforming", Log: "12000 rows"), new("completed"));
        var failed = await jobs.MakeAsync(NewJob.Of("CHANGE", "INNTEKT_LONN"));
        await jobs.SayAsync(failed, new("validating"), new("failed", Log: "The column start has 3 empty values"));
        await jobs.SayAsync(await jobs.MakeAsync(NewJob.Of("ADD", "UTDANNING_NIVAA")), new Report("validating"));
        await jobs.MakeAsync(NewJob.Of("PATCH_METADATA", "BOSTED"));
        return long.Parse(done, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<int> WorkTasksAsync(TasksClient tasks)
    {
        const int failing = 3;
        (await tasks.PutAsync($"/queues/{Busy}", """{"maxAttempts": 1, "lease": 600}""")).Is(HttpStatusCode.OK);
        await SubmitAsync(Busy, 30, number => $$"""{"image": "scan-{{number:000}}.png", "width": 320}""");
        await SubmitAsync(Paused, 8, number => $$"""{"month": "2026-{{number:00}}"}""");
        (await tasks.PostAsync($"/queues/{Paused}/pause", $$"""{"reason": "{{PauseReason}}"}""")).Is(HttpStatusCode.OK);
        await tasks.PutAsync("/schedules/nightly-report", $$"""{"cron": "30 2 * * *", "timeZone": "Europe/Berlin", "task": {"queue": "{{Paused}}", "payload": {"month": "all"} } }""");

        var claimed = await tasks.ClaimAsync(Busy, 16, worker: "worker-7");
        var held = claimed.Select(item => $"\"id\": {item["id"]}, \"leaseNumber\": {item["leaseNumber"]}").ToList();
        await ActAsync("fail", held.Take(failing).Select(lease => $$"""{ {{lease}}, "error": "{{TaskError}}" }"""));
        await ActAsync("complete", held.Skip(failing).SkipLast(1).Select(lease => $$"""{ {{lease}}, "result": {"bytes": 18231} }"""));
        await ActAsync("renew", [$$"""{ {{held[^1]}}, "progress": 0.4, "log": "row 128 of 320" }"""]);
        return failing;

        async Task SubmitAsync(string queue, int count, Func<int, string> payload)
        {
            var bodies = Enumerable.Range(1, count).Select(number => $$"""{"queue": "{{queue}}", "name": "{{queue}} {{number}}", "payload": {{payload(number)}} }""");
            (await tasks.PostAsync("/tasks", $"[{string.Join(',', bodies)}]")).Is(HttpStatusCode.OK);
        }

        async Task ActAsync(string act, IEnumerable<string> items) =>
            (await tasks.PostAsync($"/tasks/{act}", $$"""{"items": [{{string.Join(',', items)}}]}""")).Is(HttpStatusCode.OK);
    }

    /// <summary>A job that brings its own papers; one member has none.</summary>
    private static async Task<long> ScoreAsync(Door door)
    {
        string[] topics = ["rails and signals", "nests and wings", "sails and oars", "leaves and roots"];
        string[] people = ["~Ann_Rail1", "~Bob_Bird1", "~Cem_Boat1", "~Dea_Tree1"];
        var expertise = people.SelectMany((person, at) => Enumerable.Range(1, 3).Select(number => $"{person},p{at}{number},Paper {number},A study of {topics[at]} number {number}"));
        var submissions = Enumerable.Range(0, 30).Select(number => $"s{number},Submission {number},On {topics[number % topics.Length]} and more of number {number}");
        var config = new JsonObject
        {
            ["name"] = "autumn conference",
            ["model"] = "bm25",
            ["csv_expertise"] = new JsonArray([.. expertise]),
            ["csv_submissions"] = new JsonArray([.. submissions]),
            ["model_params"] = new JsonObject { ["sparse_value"] = 5 },
        };
        var client = new ExpertiseClient(door, "me");
        var id = await client.SubmitSeedAsync(config);
        await client.SeedUntilAsync(id, "completed");
        return long.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
    }
}
