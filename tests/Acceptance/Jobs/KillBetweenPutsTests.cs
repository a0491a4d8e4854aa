using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

/// <summary>A node that is killed between any two reports loses nothing of what it has answered.</summary>
public sealed class KillBetweenPutsTests
{
    /// <summary>One building stage is as good as another: these are the reports that differ.</summary>
    private static readonly Report[] Adding =
    [
        new("initiated"), new("validating"), new(Description: Conversation.Description), new("built"), new("importing", Log: "Importing"),
        new("completed"),
    ];

    private static readonly Report[] Bumping = [new("initiated"), new("completed")];

    [Fact]
    public async Task An_add_and_a_bump_survive_a_kill_after_each_of_their_answers()
    {
        var manifesto = Manifesto.Of("RELEASE", 300);
        await using var node = await JobsNode.StartAsync();
        var add = new Told(NewJob.Target(), NewJob.Of("ADD", "?"), Adding);
        var bump = new Told(NewJob.Datastore, manifesto.Job("1.0.0.0", "1.1.0.0"), Bumping);

        // One report of each between two kills; the one that is the last before a kill changes with each.
        for (var turn = 0; !add.IsOver; turn++)
        {
            foreach (var job in turn % 2 == 0 ? new[] { add, bump } : [bump, add])
            {
                await job.SayNextAsync(node.Jobs);
            }

            await node.KillAndStartAsync();

            foreach (var job in new[] { add, bump })
            {
                await job.AssertAsync(node.Jobs);
            }

            Assert.Equal(bump.Status == "completed" ? "1.1.0.0" : null, await manifesto.VersionAsync(node.Jobs));
            Assert.Equal([bump.Id], await node.Jobs.IdsAsync($"/targets/{manifesto.Drafts[7]}/jobs"));
            var queued = (await new Executor(node.Jobs, add.Target).AskAsync()).Workers.Select(job => job.Id);
            Assert.Equal(add.Status == "queued" ? [add.Id] : [], queued);
        }

        Assert.NotEqual(add.Id, await node.Jobs.MakeAsync(NewJob.Of("ADD", add.Target)));
    }

    /// <summary>A job, and what was said of it and answered.</summary>
    private sealed class Told(string target, JsonObject asked, IReadOnlyList<Report> reports)
    {
        private readonly List<string> _log = [];
        private int _next = -1;
        private string _shown = "";

        public string Target => target;

        public string Id { get; private set; } = "";

        public string Status { get; private set; } = "queued";

        public bool IsOver => _next >= reports.Count;

        /// <summary>Makes the job, then reports on it until it has ended.</summary>
        public async Task SayNextAsync(JobsClient jobs)
        {
            if (_next < 0)
            {
                asked["target"] = target;
                Id = await jobs.MakeAsync(asked);
            }
            else if (!IsOver)
            {
                await jobs.SayAsync(Id, reports[_next]);
                _log.AddRange(reports[_next].Lines);
                Status = reports[_next].Status ?? Status;
            }

            _next += IsOver ? 0 : 1;
            _shown = (await jobs.JobAsync(Id)).ToJsonString();
        }

        public async Task AssertAsync(JobsClient jobs)
        {
            var job = await jobs.JobAsync(Id);
            Assert.Equal(_shown, job.ToJsonString());
            Assert.Equal(_log, JobsJson.LogOf(job));
            Assert.Equal(Status, (string?)job["status"]);
            await Agreement.WaitAsync(jobs, target, Status);
            Assert.Contains(Id, await jobs.IdsAsync($"/jobs?status={Status}"));
        }
    }
}
