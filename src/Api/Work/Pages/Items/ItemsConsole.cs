using MudBlazor;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Work.Pages.Items;

/// <summary>Work of every kind in the console.</summary>
internal static class ItemsConsole
{
    public static ConsolePart Part { get; } = new(
        null,
        [
            new("console/work", "Work", Icons.Material.Outlined.ViewList) { Group = ConsoleGroup.House },
            new("console/failed", "Failed", Icons.Material.Outlined.ErrorOutline) { Group = ConsoleGroup.House },
        ])
    {
        AddServices = services => services.AddWorkReads(),
    };
}
