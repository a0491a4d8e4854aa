using System.Text.Json.Serialization;

namespace Switchyard.Client.Tasks;

/// <summary>What became of an act under a lease.</summary>
[JsonConverter(typeof(LeaseOutcomeConverter))]
public enum LeaseOutcome
{
    /// <summary>A word of a newer node.</summary>
    Other,

    /// <summary>Done, now or when it was first said.</summary>
    Ok,

    /// <summary>The lease has ended: the task is another's, waits, or has ended. Nothing was changed.</summary>
    Stale,

    /// <summary>The task was cancelled.</summary>
    Cancelled,

    /// <summary>There is no such task (any more).</summary>
    Unknown,
}

internal sealed class LeaseOutcomeConverter() : WordConverter<LeaseOutcome>(
    LeaseOutcome.Other,
    [(LeaseOutcome.Ok, "ok"), (LeaseOutcome.Stale, "stale"), (LeaseOutcome.Cancelled, "cancelled"), (LeaseOutcome.Unknown, "unknown")]);
