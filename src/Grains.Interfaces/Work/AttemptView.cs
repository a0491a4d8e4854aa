namespace Switchyard.Work;

/// <summary>How one lease of an item ended. Kept as long as the item: the timeline and the audit of a unit of work.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.attempt")]
public sealed record AttemptView(
    [property: Id(0)] long LeaseNumber,
    [property: Id(1)] string Owner,
    [property: Id(2)] DateTimeOffset StartedAt,
    [property: Id(3)] DateTimeOffset EndedAt,
    [property: Id(4)] AttemptOutcome Outcome,
    [property: Id(5)] string? Error);

/// <summary>The numbers are stored in the database and never change their meaning.</summary>
[GenerateSerializer, Alias("switchyard.work.attempt-outcome")]
public enum AttemptOutcome
{
    Completed = 0,
    Failed = 1,
    Cancelled = 2,
    TimedOut = 3,

    /// <summary>The lease ran out.</summary>
    Expired = 4,

    /// <summary>The worker or its node gave the item back.</summary>
    Released = 5,

    /// <summary>Another lease of the same item ended it first.</summary>
    Superseded = 6,
}
