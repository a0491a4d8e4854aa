using System.Net;

namespace Switchyard.Acceptance.Jobs;

/// <summary>The executor was interrupted, starts again and puts its jobs in order.</summary>
public abstract partial class ConversationTests
{
    [Fact]
    public async Task The_executor_puts_in_order_what_was_interrupted()
    {
        var importing = await InAsync("ADD", "importing");
        var building = await InAsync("CHANGE", "transforming");
        var patched = await InAsync("PATCH_METADATA", "validating");
        var removed = await InAsync("REMOVE", "initiated");
        var status = await InAsync("SET_STATUS", "initiated");
        var draft = await InAsync("DELETE_DRAFT", "initiated");
        var bump = await InAsync("BUMP", "initiated");
        var waits = await InAsync("ADD", null);
        var built = await InAsync("ADD", "built");
        (string Id, string Target)[] all = [importing, building, patched, removed, status, draft, bump, waits, built];
        var executor = new Executor(Jobs, [.. all.Select(job => job.Target)]);

        await executor.RecoverAsync();

        await EndsAsync(importing, "built", "Set status: importing", "Set status: built", "Reset to built status will be due to unexpected interruption");
        await EndsAsync(building, "failed", "Set status: transforming", "Set status: failed", "Job was failed due to an unexpected interruption");
        await EndsAsync(patched, "failed", "Set status: validating", "Set status: failed", "Job was failed due to an unexpected interruption");
        foreach (var retried in new[] { removed, status, draft })
        {
            await EndsAsync(retried, "queued", "Set status: initiated", "Set status: queued", "Retrying due to an unexpected interruption.");
        }

        await EndsAsync(bump, "failed", "Set status: initiated", "Set status: failed", "Bump operation was interrupted and rolled back.");
        await EndsAsync(waits, "queued");
        await EndsAsync(built, "built", "Set status: partitioning", "Set status: built");

        // A job that was interrupted keeps its place; a job that failed has left its target.
        var turn = await executor.AskAsync();
        Assert.Equal([importing.Id, built.Id], turn.Built.Select(job => job.Id));
        Assert.Equal([removed.Id, status.Id, draft.Id], turn.Managers.Select(job => job.Id));
        Assert.Equal([waits.Id], turn.Workers.Select(job => job.Id));
        var again = await Jobs.MakeAsync(NewJob.Of("ADD", building.Target));
        (string?, string?)[] refused = [.. (await Jobs.PostAsync(NewJob.Of("ADD", removed.Target), NewJob.Of("ADD", importing.Target)))
            .Is(HttpStatusCode.OK).Json.AsArray().Select(item => ((string?)item!["status"], (string?)item["activeJobId"]))];
        Assert.Equal([("FAILED", removed.Id), ("FAILED", importing.Id)], refused);

        Assert.Equal(7, await executor.TurnAsync());
        Assert.Equal(2, await executor.TurnAsync());
        Assert.Equal(0, await executor.TurnAsync());
        foreach (var (id, target) in new[] { importing, removed, status, draft, waits, built, (again, building.Target) })
        {
            await EndsAsync((id, target), "completed");
        }
    }

    private async Task<(string Id, string Target)> InAsync(string operation, string? status)
    {
        var target = operation == "BUMP" ? NewJob.Datastore : NewJob.Target();
        var id = await Jobs.MakeAsync(NewJob.Of(operation, target));
        foreach (var report in status is null ? [] : Conversation.Whole(operation))
        {
            await Jobs.SayAsync(id, report);
            if (report.Status == status)
            {
                break;
            }
        }

        return (id, target);
    }

    /// <summary>The job is in this status, with these lines at the end of its log, and so is its target.</summary>
    private async Task EndsAsync((string Id, string Target) at, string status, params string[] lines)
    {
        var job = await Jobs.JobAsync(at.Id);
        Assert.Equal(status, (string?)job["status"]);
        Assert.Equal(lines, JobsJson.LogOf(job).TakeLast(lines.Length));
        Assert.Equal(status, (string?)(await Jobs.TargetAsync(at.Target))!["status"]);
    }
}
