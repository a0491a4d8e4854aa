using Switchyard.Doors;
using Switchyard.Downloads;
using Switchyard.Expertise;
using Switchyard.Jobs;
using Switchyard.Tables;
using Switchyard.Tasks;
using Switchyard.Tickets;

namespace Switchyard;

/// <summary>The doors of a silo. Nothing else outside a door's own folders names it.</summary>
public static class GrainDoors
{
    public static IReadOnlyList<GrainDoor> All { get; } =
    [
        new TablesGrainDoor(),
        new JobsGrainDoor(),
        new TicketsGrainDoor(),
        new ExpertiseGrainDoor(),
        new DownloadsGrainDoor(),
        new TasksGrainDoor(),
    ];
}
