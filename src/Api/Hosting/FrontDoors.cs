using Switchyard.Downloads;
using Switchyard.Expertise;
using Switchyard.Jobs;
using Switchyard.Tables;
using Switchyard.Tickets;

namespace Switchyard.Hosting;

/// <summary>The doors of a front end. Nothing else outside a door's own folders names it.</summary>
internal static class FrontDoors
{
    public static IReadOnlyList<FrontDoor> All { get; } =
    [
        new TablesDoor(),
        new JobsDoor(),
        new TicketsDoor(),
        new ExpertiseDoor(),
        new DownloadsDoor(),
    ];
}
