namespace Switchyard.Tasks.Described;

/// <param name="Cron">Five fields: minute, hour, day of the month, month, day of the week.</param>
/// <param name="TimeZone">An IANA name. Default: UTC.</param>
/// <param name="Missed">"one": one run makes up for times that passed while no node was there. Default: "none".</param>
/// <param name="Task">What is submitted; its spans count from each run.</param>
internal sealed record ScheduleRequest(string Cron, string? TimeZone, string? Missed, NewTaskRequest Task);

/// <param name="Next">The next five times, also while it is paused.</param>
/// <param name="Last">What was submitted last at one of its times.</param>
internal sealed record ScheduleJson(
    string Name,
    string Cron,
    string TimeZone,
    string Missed,
    NewTaskRequest Task,
    bool Paused,
    IReadOnlyList<DateTimeOffset> Next,
    ScheduleRunJson? Last);

internal sealed record ScheduleRunJson(DateTimeOffset At, long Id);

/// <param name="Next">For <c>after</c>: the page behind this one; null when there is none.</param>
internal sealed record SchedulePageJson(IReadOnlyList<ScheduleJson> Items, string? Next);

/// <param name="Existing">True: it was there, and has the unique key that was sent.</param>
internal sealed record SubmittedJson(long Id, bool? Existing);
