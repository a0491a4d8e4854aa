namespace Switchyard.Work;

/// <summary>Names a queue that a door has from the start, before any work came to it. Doors register theirs.</summary>
internal sealed record DoorQueue(string Name);
