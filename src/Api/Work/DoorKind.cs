namespace Switchyard.Work;

/// <summary>Names the kind of a door's items. Doors register theirs.</summary>
internal sealed record DoorKind(string Name);
