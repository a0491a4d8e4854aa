using Switchyard.Compute;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Finds a work item by its id alone.</summary>
internal sealed class WorkLookup(IGrainFactory grains, SourceRuns runs, TimeProvider time)
{
    /// <summary>The item's grain, or null: the row tells the kind, which is the grain's type.</summary>
    public async Task<IWorkItemGrain?> FindAsync(long id) =>
        await Queries(grains).FindAsync(id) is { } item ? grains.GetWorkItem(item.Kind, id) : null;

    /// <summary>The item with its history, or null.</summary>
    public async Task<WorkItemDetails?> DetailsAsync(long id)
    {
        var queries = Queries(grains);
        if (await queries.FindAsync(id) is not { } item)
        {
            return null;
        }

        var pause = item.Status == WorkStatus.Queued ? (await grains.Reach<IQueueGrain>(item.Queue).GetStatusAsync()).Pause : null;
        var run = await runs.FindAsync(item);
        var waiting = run?.Waiting is { } reason
            ? WaitingReason.Of(item, pause, time.GetUtcNow(), reason)
            : WaitingReason.Of(item, pause, time.GetUtcNow());
        return WorkItemDetails.Of(item, waiting, run, await queries.GetAttemptsAsync(id));
    }

    public static IWorkQueriesGrain Queries(IGrainFactory grains) => grains.Reach<IWorkQueriesGrain>(0);
}
