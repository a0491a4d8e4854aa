using Switchyard.Work;

namespace Switchyard.Jobs.Pages;

/// <summary>All that the page of one job shows.</summary>
/// <param name="Waiting">Why it waits; null when it does not.</param>
/// <param name="WhyNoRetry">Why an ended job cannot go back to its queue now; null when it can, or has not ended.</param>
public sealed record JobStory(
    JobView Job, WorkItemView Item, IReadOnlyList<AttemptView> Attempts, WaitingView? Waiting, string? WhyNoRetry)
{
    /// <summary>Null when there is no such job.</summary>
    public static async Task<JobStory?> ReadAsync(JobsConsole console, long id)
    {
        // The kind first: a table's id is no job, and a job's grain would not know it.
        if (await console.Queries.FindAsync(id) is not { Kind: JobNames.Kind })
        {
            return null;
        }

        var grain = console.Job(id);
        var (job, item) = (await grain.GetJobAsync(), await grain.GetAsync());
        if (job is null || item is null)
        {
            return null;
        }

        var attempts = await console.Queries.GetAttemptsAsync(id);
        var waiting = item.Status == WorkStatus.Queued ? await grain.WhyWaitingAsync() : null;
        return new(job, item, attempts, waiting, item.Status.IsTerminal() ? await grain.WhyNoResetAsync() : null);
    }
}
