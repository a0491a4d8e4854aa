using Switchyard.Hosting;

namespace Switchyard.Work;

public static class WorkItemGrains
{
    /// <summary>The grain of an item of any kind: a kind is the name of its grain type.</summary>
    public static IWorkItemGrain GetWorkItem(this IGrainFactory grains, string kind, long id) =>
        grains.Reach<IWorkItemGrain>(kind, id);
}
