using Switchyard.OperatorConsole.Frame;
using Switchyard.Work.Pages.Items;

namespace Switchyard;

/// <summary>What the console shows of no door: each entry is a page of the whole house, or of its administration, in the order of the navigation.</summary>
internal static class HouseParts
{
    public static IReadOnlyList<ConsolePart> All { get; } =
    [
        ItemsConsole.Part,
    ];
}
