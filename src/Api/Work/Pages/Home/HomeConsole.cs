using MudBlazor;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Work.Pages.Home;

/// <summary>The console's first page.</summary>
internal static class HomeConsole
{
    public static ConsolePart Part { get; } = new(null, [new("", "Home", Icons.Material.Outlined.Home) { Group = ConsoleGroup.House }])
    {
        Figures = typeof(HouseFigures),
    };
}
