using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Client.Tracing;

namespace Switchyard.Client.Tasks;

/// <summary>A task to submit.</summary>
/// <param name="Queue">1 to 100 of <c>A-Z a-z 0-9 . _ -</c>; it comes to be with its first task.</param>
/// <param name="Payload">Any JSON, up to 1 MiB.</param>
public sealed record NewTask(string Queue, JsonElement Payload)
{
    /// <summary>For people, to find it by; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>-100 to 100, higher first; null: 0.</summary>
    public int? Priority { get; init; }

    /// <summary>It is not handed out before this has passed; not with <see cref="NotBefore"/>.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>It is not handed out before this.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>While a task with this key is active in the queue, submitting answers that one.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>So long after its creation the key counts, also when the task has ended.</summary>
    public TimeSpan? UniqueFor { get; init; }

    /// <summary>Groups of a queue take turns.</summary>
    public string? GroupKey { get; init; }

    /// <summary>To find it by.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>How often it is handed out at most; null: as the queue's policy says.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>How long an attempt may take, which is then tried again; null: as the queue's policy says.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long after its creation it must have ended, whatever happens; null: for ever.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Where it comes from; null: what is current when it is submitted.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>A task with a typed payload.</summary>
    public static NewTask Of<T>(string queue, T payload, JsonTypeInfo<T> type) => new(queue, JsonSerializer.SerializeToElement(payload, type));

    /// <summary>A task with a typed payload, in <see cref="JsonSerializerOptions.Web"/> by reflection; where that is trimmed, give its <see cref="JsonTypeInfo{T}"/>.</summary>
    [RequiresUnreferencedCode(Reflection.Warning)]
    [RequiresDynamicCode(Reflection.Warning)]
    public static NewTask Of<T>(string queue, T payload) => new(queue, JsonSerializer.SerializeToElement(payload, JsonSerializerOptions.Web));
}
