using Switchyard.OperatorConsole.Frame;

namespace Switchyard;

/// <summary>What the console shows, in the order of its navigation.</summary>
internal static class ConsoleParts
{
    public static IEnumerable<ConsolePart> All => HouseParts.All.Concat(FrontDoors.ConsoleParts);
}
