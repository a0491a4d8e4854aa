using System.Text.Json;
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
    public long? Depth { get; init; }

    /// <summary>Seconds until all that waits is done, at today's pace; null: it cannot be said, and <see cref="EtaReason"/> says why.</summary>
    public double? Eta { get; init; }

    /// <summary>Why there is no ETA.</summary>
    public string? EtaReason { get; init; }

    /// <summary>Whatever else the node says of it.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }
}
