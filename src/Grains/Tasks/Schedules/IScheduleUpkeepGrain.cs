using Switchyard.Hosting;

namespace Switchyard.Tasks.Schedules;

/// <summary>Runs schedules whose time has come; one in the cluster does. The key is always 0.</summary>
[Alias("switchyard.tasks.schedule-upkeep-grain")]
internal interface IScheduleUpkeepGrain : IGrainWithIntegerKey
{
    /// <param name="upSince">Since when the node that calls looks at schedules without a break.</param>
    [Alias("tick"), Repeatable]
    Task TickAsync(DateTimeOffset upSince);
}
