using System.Text.Json;
using Switchyard.Tasks.Schedules.Rules;

namespace Switchyard.Tasks.Schedules;

/// <summary>A schedule as it is stored.</summary>
/// <param name="DueAt">The oldest time that was not looked at; null while it is paused, or when there are no more.</param>
/// <param name="Version">1 when it is new, one more with each change.</param>
internal sealed record ScheduleRow(
    string Name, ScheduleSpec Spec, bool IsPaused, DateTimeOffset? DueAt, DateTimeOffset? LastAt, long? LastId, long Version)
{
    private const int ShownTimes = 5;

    public static string Write(ScheduleSpec spec) => JsonSerializer.Serialize(spec);

    public static ScheduleSpec ReadSpec(string json) => JsonSerializer.Deserialize<ScheduleSpec>(json)!;

    public ScheduleView ToView(DateTimeOffset now) => new(
        Name,
        Spec,
        IsPaused,
        CronTimes.Read(Spec.Cron, Spec.TimeZone).Times?.After(now, ShownTimes) ?? [],
        LastAt,
        LastId);

    /// <summary>The task of a run.</summary>
    /// <param name="now">From when its spans count.</param>
    public NewTask TaskAt(DateTimeOffset now)
    {
        var task = Spec.Task;
        return task.Template with
        {
            NotBefore = now + task.Delay ?? task.Template.NotBefore,
            Deadline = now + task.DeadlineAfter ?? task.Template.Deadline,
            UniqueUntil = now + task.UniqueFor ?? task.Template.UniqueUntil,
        };
    }
}
