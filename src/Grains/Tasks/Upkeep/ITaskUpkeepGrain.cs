using Switchyard.Hosting;

namespace Switchyard.Tasks.Upkeep;

/// <summary>What time does to tasks, for all queues; one in the cluster looks. The key is always 0.</summary>
[Alias("switchyard.tasks.upkeep-grain")]
internal interface ITaskUpkeepGrain : IGrainWithIntegerKey
{
    /// <summary>Looks, unless it did a moment ago. Every node asks, so that whichever lives drives it.</summary>
    [Alias("tick"), Repeatable]
    Task TickAsync();
}
