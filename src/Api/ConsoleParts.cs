using Switchyard.OperatorConsole.Frame;

namespace Switchyard;

/// <summary>What the console shows, in the order of its navigation: what all doors have in common, and each door's own.</summary>
internal static class ConsoleParts
{
    public static IEnumerable<ConsolePart> All => FrontDoors.ConsoleParts;
}
