namespace Switchyard.Work;

/// <summary>Finds the grain of a work item by its id alone: the row tells the kind, which is the grain's type.</summary>
internal static class WorkLookup
{
    public static async Task<IWorkItemGrain?> FindAsync(IGrainFactory grains, long id) =>
        await Queries(grains).FindAsync(id) is { } item ? ItemGrain(grains, item) : null;

    public static async Task<WorkItemDetails?> DetailsAsync(IGrainFactory grains, long id)
    {
        var queries = Queries(grains);
        return await queries.FindAsync(id) is { } item
            ? WorkItemDetails.Of(item, await queries.GetAttemptsAsync(id))
            : null;
    }

    public static IWorkQueriesGrain Queries(IGrainFactory grains) => grains.GetGrain<IWorkQueriesGrain>(0);

    private static IWorkItemGrain ItemGrain(IGrainFactory grains, WorkItemView item) =>
        grains.GetGrain<IWorkItemGrain>(GrainId.Create(GrainType.Create(item.Kind), GrainIdKeyExtensions.CreateIntegerKey(item.Id)));
}
