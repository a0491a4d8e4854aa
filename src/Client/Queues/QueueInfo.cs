using System.Text.Json.Serialization;

namespace Switchyard.Client.Queues;

/// <summary>A queue, and how it stands.</summary>
public sealed record QueueInfo
{
    /// <summary>Its name; null where the node leaves it out.</summary>
    [JsonPropertyName("queue")]
    public string? Name { get; init; }

    /// <summary>Null: it has none of its own.</summary>
    public QueuePolicy? Policy { get; init; }

    /// <summary>How many tasks wait.</summary>
    public long Queued { get; init; }

    /// <summary>How many tasks workers have.</summary>
    public long Running { get; init; }

    /// <summary>When the oldest that waits was submitted; null: none waits.</summary>
    public DateTimeOffset? OldestQueuedAt { get; init; }

    /// <summary>Who paused it, when and why; null: it is open.</summary>
    public QueuePauseInfo? Pause { get; init; }

    /// <summary>Seconds until all that waits is done, at today's pace; null: it cannot be said, and <see cref="EtaReason"/> says why.</summary>
    public double? Eta { get; init; }

    /// <summary>Why there is no ETA.</summary>
    public string? EtaReason { get; init; }
}

/// <summary>A pause.</summary>
/// <param name="By">Who paused it.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record QueuePauseInfo(string? By = null, string? Reason = null);
