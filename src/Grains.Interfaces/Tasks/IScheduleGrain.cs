using Switchyard.Hosting;

namespace Switchyard.Tasks;

/// <summary>Submits a task at the times of a cron expression, once for each. The key is the schedule's name.</summary>
[Alias("switchyard.tasks.schedule-grain")]
public interface IScheduleGrain : IGrainWithStringKey
{
    /// <summary>Null: there is none of this name.</summary>
    [Alias("get"), Repeatable]
    Task<ScheduleView?> GetAsync();

    /// <summary>Makes or replaces the schedule. Times that have passed are not made up for.</summary>
    [Alias("put"), Repeatable]
    Task<ScheduleView> PutAsync(ScheduleSpec spec);

    /// <summary>False: there was none.</summary>
    [Alias("delete"), Repeatable]
    Task<bool> DeleteAsync();

    /// <summary>Submits the task now, beside the schedule. Null: there is none of this name.</summary>
    [Alias("run")]
    Task<SubmittedTask?> RunAsync();

    /// <summary>Null: there is none of this name.</summary>
    [Alias("pause"), Repeatable]
    Task<ScheduleView?> SetPausedAsync(bool paused);
}

/// <param name="Cron">Five fields.</param>
/// <param name="TimeZone">An IANA name; null: UTC.</param>
/// <param name="CatchUp">Whether one run makes up for times that passed while no node was there (<c>missed</c>: <c>one</c>).</param>
/// <param name="Task">Its times are those of each run.</param>
/// <param name="TaskJson">The task as it was put, for people; UTF-8.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.schedule-spec")]
public sealed record ScheduleSpec(
    [property: Id(0)] string Cron,
    [property: Id(1)] string? TimeZone,
    [property: Id(2)] bool CatchUp,
    [property: Id(3)] ScheduledTask Task,
    [property: Id(4)] byte[] TaskJson);

/// <summary>A task with spans in the place of times, which count from each run.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.scheduled-task")]
public sealed record ScheduledTask(
    [property: Id(0)] NewTask Template,
    [property: Id(1)] TimeSpan? Delay,
    [property: Id(2)] TimeSpan? DeadlineAfter,
    [property: Id(3)] TimeSpan? UniqueFor);

/// <param name="Next">The next five times; fewer when the expression has no more.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.schedule")]
public sealed record ScheduleView(
    [property: Id(0)] string Name,
    [property: Id(1)] ScheduleSpec Spec,
    [property: Id(2)] bool Paused,
    [property: Id(3)] IReadOnlyList<DateTimeOffset> Next,
    [property: Id(4)] DateTimeOffset? LastAt,
    [property: Id(5)] long? LastId);
