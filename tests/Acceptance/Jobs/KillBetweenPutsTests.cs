namespace Switchyard.Acceptance.Jobs;

/// <summary>A node that is killed after each answer it gives loses none of them.</summary>
public sealed class KillBetweenPutsTests
{
    [Fact]
    public async Task An_add_survives_a_kill_after_each_answer()
    {
        await using var node = await JobsNode.StartAsync();
        var target = NewJob.Target();
        var id = await node.Jobs.MakeAsync(NewJob.Of("ADD", target));
        var (status, said) = ("queued", new List<string>());

        // A stage that builds is as good as another: the node is killed between all that differ.
        Report[] reports =
        [
            new("initiated"), new("validating"), new(Description: Conversation.Description), new("transforming"), new("built"),
            new("importing", Log: "Importing"), new("completed"),
        ];
        foreach (var report in reports.Prepend(null))
        {
            if (report is not null)
            {
                await node.Jobs.SayAsync(id, report);
                said.AddRange(report.Lines);
                status = report.Status ?? status;
            }

            var before = await node.Jobs.JobAsync(id);
            await node.KillAndStartAsync();

            var job = await node.Jobs.JobAsync(id);
            Assert.Equal(before.ToJsonString(), job.ToJsonString());
            Assert.Equal(said, JobsJson.LogOf(job));
            await Agreement.WaitAsync(node.Jobs, target, status);
            Assert.Equal([id], await node.Jobs.IdsAsync($"/jobs?status={status}"));
            if (status == "queued")
            {
                Assert.Equal([id], (await new Executor(node.Jobs, target).AskAsync()).Workers.Select(one => one.Id));
            }
        }

        Assert.Equal(Conversation.Description, (string?)(await node.Jobs.JobAsync(id))["parameters"]!["description"]);
        Assert.NotEqual(id, await node.Jobs.MakeAsync(NewJob.Of("ADD", target)));
    }

    [Fact]
    public async Task A_bump_survives_a_kill_after_each_answer_with_all_it_releases()
    {
        var manifesto = Manifesto.Of("RELEASE", 300);
        await using var node = await JobsNode.StartAsync();

        var id = await node.Jobs.MakeAsync(manifesto.Job("1.0.0.0", "1.1.0.0"));
        await node.KillAndStartAsync();
        await Agreement.WaitAsync(node.Jobs, NewJob.Datastore, "queued");
        Assert.Equal([id], await node.Jobs.IdsAsync($"/targets/{manifesto.Released[7]}/jobs"));

        await node.Jobs.SayAsync(id, new Report("initiated"));
        await node.KillAndStartAsync();
        await Agreement.WaitAsync(node.Jobs, NewJob.Datastore, "initiated");
        Assert.Null(await manifesto.VersionAsync(node.Jobs));

        await node.Jobs.SayAsync(id, new Report("completed"));
        await node.KillAndStartAsync();
        await Agreement.WaitAsync(node.Jobs, NewJob.Datastore, "completed");
        Assert.Equal("1.1.0.0", await manifesto.VersionAsync(node.Jobs));
        Assert.Equal(["Set status: initiated", "Set status: completed"], JobsJson.LogOf(await node.Jobs.JobAsync(id)));
    }
}
