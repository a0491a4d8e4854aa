namespace Switchyard.Acceptance.Jobs;

/// <summary>
/// Behaves as the original's job executor: asks the same questions in the same order, claims by PUT, and puts in order at
/// its start what was interrupted. It looks only at the jobs of its test.
/// </summary>
internal sealed class Executor(JobsClient jobs, params IReadOnlyList<string> own)
{
    /// <summary>What one turn of its loop finds. During maintenance it asks for built jobs alone.</summary>
    public async Task<Turn> AskAsync()
    {
        var isPaused = (bool)(await jobs.ShowAsync("/maintenance-status"))["paused"]!;
        var built = await ReadAsync("/jobs?status=built");
        return isPaused
            ? new Turn(built, [], [])
            : new Turn(
                built,
                await ReadAsync($"/jobs?status=queued&operation={string.Join(',', Conversation.ManagerOperations)}"),
                await ReadAsync($"/jobs?status=queued&operation={string.Join(',', Conversation.WorkerOperations)}"));
    }

    /// <summary>One turn of its loop in which all goes well: built jobs are imported, queued ones are run.</summary>
    /// <returns>How many jobs it had to do with.</returns>
    public async Task<int> TurnAsync()
    {
        var (built, managers, workers) = await AskAsync();
        foreach (var job in built)
        {
            await jobs.SayAsync(job.Id, Conversation.Second(job.Operation));
        }

        foreach (var job in managers.Concat(workers))
        {
            await jobs.SayAsync(job.Id, Conversation.First(job.Operation));
        }

        return built.Count + managers.Count + workers.Count;
    }

    /// <summary>At its start: nobody works on what is neither queued nor built.</summary>
    public async Task RecoverAsync()
    {
        foreach (var job in await ReadAsync("/jobs?ignoreCompleted=true"))
        {
            if (job.Status is not ("queued" or "built"))
            {
                await jobs.SayAsync(job.Id, Recovery(job));
            }
        }
    }

    private static Report Recovery(ExecutorJob job) => job switch
    {
        { Operation: "ADD" or "CHANGE" or "PATCH_METADATA", Status: "importing" } =>
            new Report("built", Log: "Reset to built status will be due to unexpected interruption"),
        { Operation: "ADD" or "CHANGE" or "PATCH_METADATA" } => new Report("failed", Log: "Job was failed due to an unexpected interruption"),
        { Operation: "SET_STATUS" or "DELETE_DRAFT" or "REMOVE" or "ROLLBACK_REMOVE" or "DELETE_ARCHIVE" } =>
            new Report("queued", Log: "Retrying due to an unexpected interruption."),
        { Operation: "BUMP" } => new Report("failed", Log: "Bump operation was interrupted and rolled back."),
        _ => throw new InvalidOperationException($"The executor does not know {job.Operation}, and does not start."),
    };

    private async Task<IReadOnlyList<ExecutorJob>> ReadAsync(string path)
    {
        var all = (await jobs.ListAsync(path)).Select(ExecutorJob.Read).ToList();
        Assert.Equal(all.Select(job => long.Parse(job.Id, null)).Order(), all.Select(job => long.Parse(job.Id, null)));
        return [.. all.Where(job => own.Contains(job.Target))];
    }
}

/// <summary>What a turn of the executor's loop finds to do.</summary>
/// <param name="Managers">Queued, to be run in the loop itself.</param>
/// <param name="Workers">Queued, to be run in sub-processes.</param>
internal sealed record Turn(IReadOnlyList<ExecutorJob> Built, IReadOnlyList<ExecutorJob> Managers, IReadOnlyList<ExecutorJob> Workers);
