using MudBlazor;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Work.Pages.Queues;

/// <summary>The queues in the console.</summary>
internal static class QueuesConsole
{
    public static ConsolePart Part { get; } = new(
        null, [new("console/queues", "Queues", Icons.Material.Outlined.Queue) { Group = ConsoleGroup.House }])
    {
        Shared = typeof(QueueBoard),
    };
}
