using MudBlazor;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Work.Nodes.Pages;

/// <summary>The nodes in the console.</summary>
internal static class NodesConsole
{
    public static ConsolePart Part { get; } = new(
        null, [new("console/nodes", "Nodes", Icons.Material.Outlined.Dns) { Group = ConsoleGroup.Administration }]);
}
