using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Tasks.Pages;

/// <summary>A schedule as it is typed into a form.</summary>
internal sealed class ScheduleFields
{
    public string Cron { get; set; } = "0 6 * * *";

    public string TimeZone { get; set; } = "";

    /// <summary>Whether one run makes up for times that were missed.</summary>
    public bool CatchUp { get; set; }

    /// <summary>As a body of <c>POST /api/v1/tasks</c>.</summary>
    public string Task { get; set; } = "{\n  \"queue\": \"\",\n  \"payload\": {}\n}";

    public static ScheduleFields Of(ScheduleView schedule) => new()
    {
        Cron = schedule.Spec.Cron,
        TimeZone = schedule.Spec.TimeZone ?? "",
        CatchUp = schedule.Spec.CatchUp,
        Task = JsonWords.Of(schedule.Spec.TaskJson),
    };

    /// <summary>As a body of <c>PUT /api/v1/schedules/{name}</c>.</summary>
    /// <exception cref="System.Text.Json.JsonException">The task is no JSON.</exception>
    public byte[] ToJson() => FormJson.Of(json =>
    {
        json.WriteText("cron", Cron);
        json.WriteText("timeZone", TimeZone);
        json.WriteString("missed", CatchUp ? "one" : "none");
        json.WriteJson("task", Task);
    });
}
