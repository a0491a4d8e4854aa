using System.Text.Json;
using Switchyard.Hosting;
using Switchyard.Tasks.Wire;
using Switchyard.Work;

namespace Switchyard.Tasks.Submission;

/// <summary>Reads one task that is submitted.</summary>
internal static class TaskReader
{
    private static readonly MemberNames Names = new(
        "queue", "payload", "name", "priority", "groupKey", "tags", "uniqueKey", "uniqueFor", "delay", "notBefore", "deadline", "maxAttempts", "timeout", "trace");

    private enum Member
    {
        Queue, Payload, Name, Priority, GroupKey, Tags, UniqueKey, UniqueFor, Delay, NotBefore, Deadline, MaxAttempts, Timeout, Trace,
    }

    /// <summary>Reads the value at which the reader stands, to its end.</summary>
    /// <param name="text">What the reader was made of, in one piece.</param>
    /// <returns>Null when it is refused.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static TaskDraft? Read(ref Utf8JsonReader json, ReadOnlySpan<byte> text, Submitter submitter, Place place, out Refusal? refusal)
    {
        var values = new Values(place);
        if (!values.Open(ref json, "a task"))
        {
            refusal = values.Refusal;
            return null;
        }

        var draft = new TaskDraft();
        for (var member = values.Next(ref json, Names); member >= 0; member = values.Next(ref json, Names))
        {
            Read(ref json, (Member)member, text, submitter, draft, ref values);
        }

        draft.Check(ref values);
        refusal = values.Refusal;
        return refusal is null ? draft : null;
    }

    private static void Read(
        ref Utf8JsonReader json, Member member, ReadOnlySpan<byte> text, Submitter submitter, TaskDraft draft, ref Values values)
    {
        switch (member)
        {
            case Member.Queue:
                draft.Queue = QueueOf(ref json, submitter, ref values);
                break;
            case Member.Payload:
                draft.Payload = RawJson.Take(ref json, text, "payload", ref values);
                draft.HasPayload = true;
                break;
            case Member.Name:
                draft.Name = values.Text(ref json, "name", TaskLimits.Name);
                break;
            case Member.Priority:
                draft.Priority = values.Integer(ref json, "priority", -TaskLimits.Priority, TaskLimits.Priority) ?? 0;
                break;
            case Member.GroupKey:
                draft.GroupKey = values.OptionalText(ref json, "groupKey", TaskLimits.Key) ?? "";
                break;
            case Member.Tags:
                draft.Tags = values.Texts(ref json, "tags", TaskLimits.Tags, TaskLimits.Tag);
                break;
            case Member.UniqueKey:
                draft.UniqueKey = values.Text(ref json, "uniqueKey", TaskLimits.Key);
                break;
            case Member.UniqueFor:
                draft.UniqueFor = values.Span(ref json, "uniqueFor", TimeSpan.Zero, TaskLimits.LongestSpan);
                break;
            case Member.Delay:
                draft.Delay = values.Span(ref json, "delay", TimeSpan.Zero, TaskLimits.LongestSpan);
                break;
            case Member.NotBefore:
                draft.NotBefore = values.Time(ref json, "notBefore");
                break;
            case Member.Deadline:
                ReadDeadline(ref json, draft, ref values);
                break;
            case Member.MaxAttempts:
                draft.MaxAttempts = values.Integer(ref json, "maxAttempts", 1, TaskLimits.Attempts);
                break;
            case Member.Timeout:
                draft.Timeout = values.Span(ref json, "timeout", TaskLimits.ShortestTime, TaskLimits.LongestSpan);
                break;
            case Member.Trace:
                draft.Trace = TraceReader.Read(ref json, ref values);
                break;
        }
    }

    private static string? QueueOf(ref Utf8JsonReader json, Submitter submitter, ref Values values)
    {
        if (json.TokenType == JsonTokenType.String && !json.ValueIsEscaped && submitter.Known(json.ValueSpan) is { } known)
        {
            return known;
        }

        var queue = values.Text(ref json, "queue", QueueNames.Longest);
        if (queue is null)
        {
            return null;
        }

        if (!QueueNames.IsSound(queue))
        {
            values.Refuse("queue", QueueWords.NoName);
        }
        else if (submitter.IsDoors(queue))
        {
            values.Refuse("queue", QueueWords.IsDoors(queue));
        }
        else if (!submitter.MayName(queue))
        {
            values.RefuseForbidden("queue", QueueWords.NotForKey(queue));
        }
        else
        {
            submitter.Took(queue);
        }

        return queue;
    }

    private static void ReadDeadline(ref Utf8JsonReader json, TaskDraft draft, ref Values values)
    {
        (draft.Deadline, draft.DeadlineAfter) = (null, null);
        if (json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (Times.TryRead(ref json, out var time))
        {
            draft.Deadline = time;
        }
        else if (Spans.TryRead(ref json, out var span) && span > TimeSpan.Zero)
        {
            draft.DeadlineAfter = span;
        }
        else
        {
            values.Refuse("deadline", $"must be {Times.Form}; or a span since its creation: {Spans.Forms}.");
        }
    }
}
