using System.Text.Json;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Schedules;

/// <summary>Writes schedules as clients see them.</summary>
internal static class ScheduleWriter
{
    public static void Write(Utf8JsonWriter json, ScheduleView schedule)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, schedule.Name);
        json.WriteString("cron"u8, schedule.Spec.Cron);
        json.WriteString("timeZone"u8, schedule.Spec.TimeZone ?? "UTC");
        json.WriteString("missed"u8, schedule.Spec.CatchUp ? "one"u8 : "none"u8);
        TaskWriter.WriteRaw(json, "task"u8, schedule.Spec.TaskJson);
        json.WriteBoolean("paused"u8, schedule.Paused);
        json.WriteStartArray("next"u8);
        foreach (var time in schedule.Next)
        {
            json.WriteStringValue(time);
        }

        json.WriteEndArray();
        if (schedule is { LastAt: { } at, LastId: { } id })
        {
            json.WriteStartObject("last"u8);
            json.WriteString("at"u8, at);
            json.WriteNumber("id"u8, id);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("last"u8);
        }

        json.WriteEndObject();
    }
}
