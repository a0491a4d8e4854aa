using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Client.Tracing;

namespace Switchyard.Client.Tasks;

/// <summary>A task as the node tells of it.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="Queue">Where it waits or waited.</param>
/// <param name="Status">How it stands.</param>
public sealed record TaskInfo(long Id, string Queue, TaskState Status)
{
    /// <summary>The newest; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>As submitted; lists may leave it out.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>Null: none, or not yet.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why the newest attempt failed; null: none did.</summary>
    public string? Error { get; init; }

    /// <summary>0 to 1, as its worker said; null: nothing was said.</summary>
    public double? Progress { get; init; }

    /// <summary>Why it waits; null when it does not.</summary>
    public WaitingInfo? Waiting { get; init; }

    /// <summary>For people; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>-100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>Null: none.</summary>
    public string? GroupKey { get; init; }

    /// <summary>Null: none.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>As submitted.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Who has it, or had it last.</summary>
    public string? Worker { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its newest attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null: it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>It is not handed out before this; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it must have ended; null: never.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Where it comes from; null: nobody said.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>The result as a type; the default when there is none.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public T? ReadResult<T>(JsonTypeInfo<T> type) => Result is { } result ? result.Deserialize(type) : default;

    /// <summary>The result as a type, in <see cref="JsonSerializerOptions.Web"/> by reflection; the default when there is none.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    [RequiresUnreferencedCode(Reflection.Warning)]
    [RequiresDynamicCode(Reflection.Warning)]
    public T? ReadResult<T>() => Result is { } result ? result.Deserialize<T>(JsonSerializerOptions.Web) : default;
}

/// <summary>Why something waits.</summary>
/// <param name="Code">To branch on: <c>no-worker</c>, <c>queue-paused</c>, <c>not-before</c>, <c>limit</c>, <c>behind</c> and more.</param>
/// <param name="Text">For people.</param>
public sealed record WaitingInfo(string Code, string? Text = null);
