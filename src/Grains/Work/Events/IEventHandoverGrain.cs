namespace Switchyard.Work.Events;

/// <summary>
/// Keeps what the hub of a node that stops leaves behind, until the hub that follows takes it: seconds later, and both are other nodes'.
/// In memory alone: what is lost with it is only told as a reset. The key is always 0.
/// </summary>
[Alias("switchyard.work.event-handover-grain")]
internal interface IEventHandoverGrain : IGrainWithIntegerKey
{
    [Alias("leave")]
    Task LeaveAsync(EventHubState state);

    /// <summary>What was left within the last minute; null: nothing. It is given once.</summary>
    [Alias("take")]
    Task<EventHubState?> TakeAsync();
}

/// <param name="Last">The number of the newest event.</param>
/// <param name="Events">Those that are kept, oldest first, and when each was told.</param>
/// <param name="Sequences">Of the last report of each silo.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.event-hub-state")]
internal sealed record EventHubState(
    [property: Id(0)] string Epoch,
    [property: Id(1)] DateTimeOffset ReadAt,
    [property: Id(2)] long Last,
    [property: Id(3)] IReadOnlyList<(WorkEvent Event, DateTimeOffset At)> Events,
    [property: Id(4)] IReadOnlyDictionary<string, long> Sequences);
