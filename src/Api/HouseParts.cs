using MudBlazor;
using Switchyard.Auth;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard;

/// <summary>What the console shows of no door: each entry is a page of the whole house, or of its administration, in the order of the navigation.</summary>
internal static class HouseParts
{
    public static IReadOnlyList<ConsolePart> All { get; } =
    [
    ];
}
