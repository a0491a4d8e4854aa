namespace Switchyard.Work.Events;

/// <summary>The hub's side for silos. The key is always 0.</summary>
[Alias("switchyard.work.event-intake-grain")]
internal interface IEventIntakeGrain : IGrainWithIntegerKey
{
    /// <summary>Answers when somebody listens, or after the time.</summary>
    /// <param name="source">Of one life of one silo.</param>
    /// <param name="time">Less than nothing: the silo stops; its call that waits is answered, too.</param>
    [Alias("await")]
    Task<EventOrders> AwaitListenersAsync(string source, TimeSpan time);

    /// <summary>Takes what happened. The same report may come again.</summary>
    [Alias("tell")]
    Task<EventOrders> TellAsync(EventReport report);
}

/// <summary>What a silo is to do.</summary>
[GenerateSerializer, Alias("switchyard.work.event-orders")]
internal enum EventOrders
{
    /// <summary>Say nothing, and keep nothing.</summary>
    Off = 0,

    /// <summary>Nobody reads now, but somebody may come back.</summary>
    Keep = 1,

    /// <summary>Somebody reads.</summary>
    Hurry = 2,
}

/// <param name="Sequence">Of the silo's reports, from 1.</param>
/// <param name="HasGap">Events before these were given up.</param>
/// <param name="IsWhole">These are all that were published when it was begun.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.event-report")]
internal sealed record EventReport(
    [property: Id(0)] string Source,
    [property: Id(1)] long Sequence,
    [property: Id(2)] IReadOnlyList<WorkEvent> Events,
    [property: Id(3)] bool HasGap,
    [property: Id(4)] bool IsWhole);
