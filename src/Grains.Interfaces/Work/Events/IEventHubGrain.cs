using Switchyard.Hosting;

namespace Switchyard.Work.Events;

/// <summary>
/// What happens to work of every kind, on all nodes, in one order: for each item the order in which it happened. It keeps the last
/// 100,000 events, and none longer than ten minutes, while anybody listened in the last ten minutes. The key is always 0.
/// </summary>
[Alias("switchyard.work.event-hub-grain")]
public interface IEventHubGrain : IGrainWithIntegerKey
{
    /// <summary>What came after a place, as soon as there is something; nothing after the time.</summary>
    /// <param name="after">What a page gave as its end, or the place of an event. Null, or empty: the present; answered when all nodes tell what happens.</param>
    /// <param name="max">1 to 1,000 events.</param>
    /// <param name="wait">At most 20 seconds.</param>
    /// <returns>Its end is empty when the hub ended before the present was reached: ask again.</returns>
    [Alias("read")]
    Task<EventPage> ReadAsync(string? after, EventFilter filter, int max, TimeSpan wait, CancellationToken cancellationToken);
}

/// <summary>Which events somebody wants, and may see. All conditions must hold; null means any.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.event-filter")]
public sealed record EventFilter
{
    [Id(0)] public string? Kind { get; init; }

    [Id(1)] public string? Queue { get; init; }

    [Id(2)] public long? Id { get; init; }

    [Id(3)] public string? Owner { get; init; }

    /// <summary>Any of these; empty: of all.</summary>
    [Id(4)] public IReadOnlyList<string> Queues { get; init; } = [];

    public bool Takes(WorkEvent happened) =>
        (Id is null || Id == happened.Id)
        && (Kind is null || Kind == happened.Kind)
        && (Queue is null || Queue == happened.Queue)
        && (Owner is null || Owner == happened.Owner)
        && (Queues.Count == 0 || Queues.Contains(happened.Queue, StringComparer.Ordinal));
}

/// <param name="End">The place to read on from; the last event's, or behind it.</param>
/// <param name="IsReset">What was asked for is not kept any more, or was never known here: the present, and no events.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.event-page")]
public sealed record EventPage(
    [property: Id(0)] IReadOnlyList<PlacedEvent> Events, [property: Id(1)] string End, [property: Id(2)] bool IsReset = false);

/// <param name="Place">Its id for readers; at most 50 characters of a-z, 0-9 and "-".</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.placed-event")]
public readonly record struct PlacedEvent([property: Id(0)] string Place, [property: Id(1)] WorkEvent Event);

/// <summary>How the grain is reached.</summary>
public static class EventGrains
{
    /// <summary>What knows what happens.</summary>
    public static IEventHubGrain GetEventHub(this IGrainFactory grains) => grains.Reach<IEventHubGrain>(0);
}
