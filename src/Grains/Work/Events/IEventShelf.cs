using Orleans.Services;

namespace Switchyard.Work.Events;

/// <summary>
/// Of each silo, and reached by its address: where a hub leaves what it has, and where the next one takes it, from a hub that still is
/// there, too. In memory alone: what is lost with it is only told as a reset.
/// </summary>
[Alias("switchyard.work.event-shelf")]
internal interface IEventShelf : IGrainService
{
    [Alias("leave")]
    Task LeaveAsync(EventHubState state);

    /// <summary>What was left here within the last minute, or what the hub of this silo has, which then is none any more; null: nothing.</summary>
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
