using MudBlazor;
using Switchyard.Auth;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Keys.Pages;

/// <summary>The keys of programs in the console.</summary>
internal static class KeysConsole
{
    public static ConsolePart Part { get; } = new(
        null,
        [new("console/keys", "Keys", Icons.Material.Outlined.Key) { Group = ConsoleGroup.Administration, Needs = Access.Administer }]);
}
