using Switchyard.Auth;
using Switchyard.Compute;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Finds a work item by its id alone.</summary>
internal sealed class WorkLookup(IGrainFactory grains, SourceRuns runs, WaitingReasons waits, IEnumerable<ItemRoutes> doors)
{
    private readonly Dictionary<string, ItemRoutes> _doors = doors.ToDictionary(door => door.Kind);

    /// <summary>The item's grain, or null, also when somebody does not see it: the row tells the kind, which is the grain's type.</summary>
    public async Task<IWorkItemGrain?> FindAsync(long id, Sight sight) =>
        await Queries(grains).FindAsync(id) is { } item && sight.Shows(item.Owner, item.Queue) ? grains.GetWorkItem(item.Kind, id) : null;

    /// <summary>The item as it is listed, or null, also when somebody does not see it.</summary>
    public async Task<WorkItemView?> FindItemAsync(long id, Sight sight) =>
        await Queries(grains).FindAsync(id) is { } item && sight.Shows(item.Owner, item.Queue) ? item : null;

    /// <summary>The item with its history, or null.</summary>
    public async Task<WorkItemDetails?> DetailsAsync(long id, Sight sight)
    {
        var queries = Queries(grains);
        if (await queries.FindAsync(id) is not { } item || !sight.Shows(item.Owner, item.Queue))
        {
            return null;
        }

        var waiting = waits.WhyAsync(item);
        var run = runs.FindAsync(item);
        var attempts = queries.GetAttemptsAsync(id);
        await Task.WhenAll(waiting, run, attempts);
        return WorkItemDetails.Of(item, await waiting, await run, await attempts, _doors.GetValueOrDefault(item.Kind));
    }

    public static IWorkQueriesGrain Queries(IGrainFactory grains) => grains.Reach<IWorkQueriesGrain>(0);
}
