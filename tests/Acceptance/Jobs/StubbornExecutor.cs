using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Crashes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Jobs;

/// <summary>
/// Makes jobs for a target of its own and works on them. When an answer is lost, it looks what became of its request, and
/// says it again only when it is not there.
/// </summary>
internal sealed class StubbornExecutor(string target, KilledNode node)
{
    private readonly List<(string Id, IReadOnlyList<Report> Said)> _done = [];

    /// <summary>Requests whose answer was lost and that were stored all the same.</summary>
    public int StoredUnseen { get; private set; }

    /// <summary>Requests whose answer was lost and that are not there.</summary>
    public int Lost { get; private set; }

    /// <summary>Makes one job after another, and completes each.</summary>
    public async Task WorkAsync(int count, Func<int, (JsonObject Job, IReadOnlyList<Report> Reports)> jobs, Func<JobsClient, Task>? afterLoss = null)
    {
        for (var number = 0; number < count; number++)
        {
            var (job, reports) = jobs(number);
            var id = await MakeAsync(job);
            var said = new List<Report>();
            _done.Add((id, said));
            foreach (var report in reports)
            {
                await SayAsync(id, said, report, afterLoss);
            }
        }
    }

    /// <summary>Each job is there once, with all that was acknowledged, each of it once.</summary>
    public async Task AssertAsync(JobsClient jobs)
    {
        var there = (await jobs.ListAsync($"/targets/{target}/jobs")).ToDictionary(job => (string)job["jobId"]!);
        Assert.Equal(_done.Select(job => job.Id).Order(), there.Keys.Order());
        foreach (var (id, said) in _done)
        {
            Assert.Equal(said.SelectMany(report => report.Lines), JobsJson.LogOf(there[id]));
            Assert.Equal("completed", (string?)there[id]["status"]);
        }

        await Agreement.WaitAsync(jobs, target, "completed");
    }

    private async Task<string> MakeAsync(JsonObject job)
    {
        while (true)
        {
            if (await TryAsync(jobs => jobs.PostAsync(job.DeepClone())) is { } answer)
            {
                var made = Assert.Single(answer.Is(HttpStatusCode.OK).Json.AsArray())!;
                Assert.Equal("queued", (string?)made["status"]);
                return (string)made["job_id"]!;
            }

            var jobs = new JobsClient(await node.DoorAsync());
            var unseen = (await jobs.IdsAsync($"/targets/{target}/jobs")).Except(_done.Select(one => one.Id)).ToList();
            Assert.True(unseen.Count <= 1, $"One POST made {unseen.Count} jobs.");
            await Agreement.WaitAsync(jobs, target);
            if (unseen is [var id])
            {
                StoredUnseen++;
                return id;
            }

            Lost++;
        }
    }

    private async Task SayAsync(string id, List<Report> said, Report report, Func<JobsClient, Task>? afterLoss)
    {
        while (true)
        {
            var answer = await TryAsync(jobs => jobs.PutAsync(id, report));
            if (answer is not null)
            {
                answer.Is(HttpStatusCode.OK);
                said.Add(report);
                return;
            }

            var jobs = new JobsClient(await node.DoorAsync());
            var isStored = await IsStoredAsync(jobs, id, said, report);
            if (afterLoss is not null)
            {
                await afterLoss(jobs);
            }

            if (isStored)
            {
                StoredUnseen++;
                said.Add(report);
                return;
            }

            Lost++;
        }
    }

    /// <summary>All that was acknowledged is there; what was not, is there as a whole or not at all, and the target knows.</summary>
    private async Task<bool> IsStoredAsync(JobsClient jobs, string id, List<Report> said, Report report)
    {
        var job = await jobs.JobAsync(id);
        var (log, before) = (JobsJson.LogOf(job), said.SelectMany(one => one.Lines).ToList());
        var isStored = log.Count > before.Count;
        Assert.Equal(isStored ? [.. before, .. report.Lines] : before, log);
        var status = (isStored ? said.Append(report) : said).LastOrDefault(one => one.Status is not null)?.Status ?? "queued";
        Assert.Equal(status, (string?)job["status"]);
        await Agreement.WaitAsync(jobs, target, status);
        return isStored;
    }

    /// <returns>Null: the answer was lost.</returns>
    private async Task<Answer?> TryAsync(Func<JobsClient, Task<Answer>> ask)
    {
        var door = await node.DoorAsync();
        try
        {
            node.Step();
            var answer = await ask(new JobsClient(door));
            node.Step();
            return answer;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
