using Switchyard.Doors;
using Switchyard.Downloads;
using Switchyard.Expertise;
using Switchyard.Hosting;
using Switchyard.Jobs;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Tables;
using Switchyard.Tasks;
using Switchyard.Tickets;

namespace Switchyard;

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
        new TasksDoor(),
    ];

    /// <summary>Each of which is the name of a section of settings, too.</summary>
    public static IEnumerable<string> Names => All.Select(door => door.Name);

    /// <summary>How those that do not say no with pages do it, by name.</summary>
    public static IReadOnlyDictionary<string, DoorStyle> Styles =>
        All.Where(door => door.Style is not null).ToDictionary(door => door.Name, door => door.Style!);

    /// <summary>What they show to operators.</summary>
    public static IEnumerable<ConsolePart> ConsoleParts => All.Select(door => door.ConsolePart).OfType<ConsolePart>();
}
