using MudBlazor;
using Switchyard.Auth;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Work.Audit.Pages;

/// <summary>The record of acts in the console.</summary>
internal static class AuditConsole
{
    public static ConsolePart Part { get; } = new(
        null,
        [new("console/audit", "Audit", Icons.Material.Outlined.History) { Group = ConsoleGroup.Administration, Needs = Access.Operate }]);
}
