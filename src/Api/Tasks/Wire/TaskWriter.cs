using System.Text.Json;
using Switchyard.Work;

namespace Switchyard.Tasks.Wire;

/// <summary>Writes tasks as clients see them.</summary>
internal static class TaskWriter
{
    private static readonly JsonEncodedText[] Statuses =
        [.. Enum.GetValues<WorkStatus>().Select(status => JsonEncodedText.Encode(status.Word()))];

    public static JsonEncodedText Word(WorkStatus status) => Statuses[(int)status];

    /// <summary>All that is known of a task. What a list leaves out is null in the view.</summary>
    /// <param name="waiting">Null: it does not wait, or nobody asked.</param>
    public static void Write(Utf8JsonWriter json, TaskView task, WaitingView? waiting = null, bool isExisting = false)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, task.Id);
        if (isExisting)
        {
            json.WriteBoolean("existing"u8, true);
        }

        json.WriteString("queue"u8, task.Queue);
        json.WriteString("status"u8, Word(task.Status));
        json.WriteNumber("attempt"u8, task.Attempt);
        WriteRaw(json, "payload"u8, task.Payload);
        WriteRaw(json, "result"u8, task.Result);
        WriteSaid(json, "error"u8, task.Error);
        if (task.Progress is { } progress)
        {
            json.WriteNumber("progress"u8, progress);
        }

        if (waiting is not null)
        {
            json.WriteStartObject("waiting"u8);
            json.WriteString("code"u8, waiting.Code);
            json.WriteString("text"u8, waiting.Text);
            json.WriteEndObject();
        }

        WriteLabels(json, task.Name, task.Priority, task.GroupKey, task.Tags);
        WriteSaid(json, "uniqueKey"u8, task.UniqueKey);
        json.WriteString("owner"u8, task.Owner);
        json.WriteNumber("leaseNumber"u8, task.LeaseNumber);
        json.WriteString("worker"u8, task.Worker);
        WriteTime(json, "leaseExpiresAt"u8, task.LeaseExpiresAt);
        json.WriteString("createdAt"u8, task.CreatedAt);
        WriteTime(json, "startedAt"u8, task.StartedAt);
        WriteTime(json, "finishedAt"u8, task.FinishedAt);
        WriteTime(json, "notBefore"u8, task.NotBefore);
        WriteTime(json, "deadline"u8, task.Deadline);
        if (task.MaxAttempts is { } attempts)
        {
            json.WriteNumber("maxAttempts"u8, attempts);
        }

        if (task.Timeout is { } timeout)
        {
            WriteSpan(json, "timeout"u8, timeout);
        }

        WriteSaid(json, "log"u8, task.Log);
        WriteRaw(json, "trace"u8, task.Trace);
        json.WriteEndObject();
    }

    /// <summary>What one among many is answered: its id, and whether it was there.</summary>
    public static void Write(Utf8JsonWriter json, SubmittedTask task)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, task.Id);
        if (task.Existing)
        {
            json.WriteBoolean("existing"u8, true);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, string queue, ClaimedTask task)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, task.Id);
        json.WriteString("queue"u8, queue);
        json.WriteNumber("leaseNumber"u8, task.LeaseNumber);
        json.WriteString("leaseExpiresAt"u8, task.LeaseExpiresAt);
        json.WriteNumber("attempt"u8, task.Attempt);
        WriteRaw(json, "payload"u8, task.Payload);
        WriteLabels(json, task.Name, task.Priority, task.GroupKey, task.Tags);
        json.WriteString("createdAt"u8, task.CreatedAt);
        WriteTime(json, "deadline"u8, task.Deadline);
        WriteTime(json, "attemptEndsAt"u8, task.AttemptEndsAt);
        WriteRaw(json, "trace"u8, task.Trace);
        json.WriteEndObject();
    }

    /// <summary>Null is written.</summary>
    public static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>As <c>hh:mm:ss</c>, which is read again.</summary>
    public static void WriteSpan(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan span)
    {
        Span<byte> text = stackalloc byte[32];
        span.TryFormat(text, out var length, "c");
        json.WriteString(name, text[..length]);
    }

    /// <summary>JSON as it came; nothing where there is none.</summary>
    public static void WriteRaw(Utf8JsonWriter json, ReadOnlySpan<byte> name, byte[]? value)
    {
        if (value is not null)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }
    }

    private static void WriteLabels(Utf8JsonWriter json, string? name, int priority, string groupKey, IReadOnlyList<string> tags)
    {
        json.WriteString("name"u8, name);
        json.WriteNumber("priority"u8, priority);
        json.WriteString("groupKey"u8, groupKey.Length == 0 ? null : groupKey);
        json.WriteStartArray("tags"u8);
        foreach (var tag in tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
    }

    private static void WriteSaid(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
