using MudBlazor;
using Switchyard.Auth;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Settings.Pages;

/// <summary>The settings in force in the console.</summary>
internal static class SettingsConsole
{
    public static ConsolePart Part { get; } = new(
        null,
        [new("console/settings", "Settings", Icons.Material.Outlined.Tune) { Group = ConsoleGroup.Administration, Needs = Access.Operate }]);
}
