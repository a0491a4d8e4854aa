using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Client.Tracing;

namespace Switchyard.Client.Tasks;

/// <summary>A task under a lease.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="Queue">Where it came from.</param>
/// <param name="LeaseNumber">The fencing token: what is said of the task is believed under this number alone.</param>
/// <param name="LeaseExpiresAt">By the node's clock. Renew before.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Payload">As it was submitted.</param>
public sealed record ClaimedTask(long Id, string Queue, long LeaseNumber, DateTimeOffset LeaseExpiresAt, int Attempt, JsonElement Payload)
{
    /// <summary>For people; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>-100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>Null: none.</summary>
    public string? GroupKey { get; init; }

    /// <summary>As submitted.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>When it was submitted, by the node's clock.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it must have ended, by the node's clock; null: never.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When this attempt is over, by the node's clock, however often its lease is renewed; null: never.</summary>
    public DateTimeOffset? AttemptEndsAt { get; init; }

    /// <summary>Where it comes from; null: nobody said.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>The payload as a type.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => Payload.Deserialize(type);

    /// <summary>The payload as a type, in <see cref="JsonSerializerOptions.Web"/> by reflection.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    [RequiresUnreferencedCode(Reflection.Warning)]
    [RequiresDynamicCode(Reflection.Warning)]
    public T? Read<T>() => Payload.Deserialize<T>(JsonSerializerOptions.Web);
}

/// <summary>What a claim brought.</summary>
/// <param name="Items">Empty: there was nothing.</param>
/// <param name="Paused">Of the queues asked for, those that hand out nothing just now.</param>
public sealed record ClaimedTasks(IReadOnlyList<ClaimedTask> Items, IReadOnlyList<string>? Paused = null);
