using System.Text.Json;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Schedules;

/// <summary>Reads a schedule. Whether its expression and its time zone are some, its grain knows.</summary>
internal static class ScheduleReader
{
    private const int LongestZone = 100;

    private static readonly MemberNames Names = new("cron", "timeZone", "missed", "task");

    /// <returns>Null when it is refused.</returns>
    public static ScheduleSpec? Read(ReadOnlySpan<byte> body, Submitter submitter, DateTimeOffset now, out Refusal? refusal)
    {
        try
        {
            var json = TaskBatch.ReaderOf(body);
            json.Read();
            var values = new Values(default);
            var schedule = values.Open(ref json, "a schedule") ? Read(ref json, body, submitter, now, ref values) : null;
            json.Read();
            refusal = values.Refusal;
            return refusal is null ? schedule : null;
        }
        catch (JsonException wrong)
        {
            refusal = Refusal.Of(wrong);
            return null;
        }
    }

    private static ScheduleSpec? Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, Submitter submitter, DateTimeOffset now, ref Values values)
    {
        var (cron, zone, missed, draft, raw) = ((string?)null, (string?)null, (string?)null, (TaskDraft?)null, (byte[]?)null);
        for (var member = values.Next(ref json, Names); member >= 0; member = values.Next(ref json, Names))
        {
            switch (member)
            {
                case 0:
                    cron = values.Text(ref json, "cron", TaskLimits.Cron);
                    break;
                case 1:
                    zone = values.Text(ref json, "timeZone", LongestZone);
                    break;
                case 2:
                    missed = values.Text(ref json, "missed", LongestZone);
                    break;
                default:
                    var start = (int)json.TokenStartIndex;
                    draft = TaskReader.Read(ref json, body, submitter, new Place("task", null, "."), out var wrong);
                    raw = RawJson.Compact(body[start..(int)json.BytesConsumed]);
                    values.Refuse(wrong);
                    break;
            }
        }

        if (cron is null)
        {
            values.Refuse("cron", "is missing.");
        }

        if (missed is not (null or "none" or "one"))
        {
            values.Refuse("missed", "must be none or one.");
        }

        if (draft is null)
        {
            values.Refuse("task", "is missing.");
            return null;
        }

        var template = draft.At(now, submitter.Owner) with { NotBefore = draft.NotBefore, Deadline = draft.Deadline, UniqueUntil = null };
        return new ScheduleSpec(
            cron ?? "", zone, missed == "one", new ScheduledTask(template, draft.Delay, draft.DeadlineAfter, draft.UniqueFor), raw!);
    }
}
