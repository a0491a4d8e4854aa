using Switchyard.Hosting;

namespace Switchyard.Tasks;

/// <summary>Submits a task at the times of a cron expression, once for each. The key is the schedule's name.</summary>
[Alias("switchyard.tasks.schedule-grain")]
public interface IScheduleGrain : IGrainWithStringKey
{
    /// <summary>Null: there is none of this name.</summary>
    [Alias("get"), Repeatable]
    Task<ScheduleView?> GetAsync();

    /// <summary>
    /// Makes or replaces the schedule; one that was there keeps its pause and what it did last. Times that have passed are not made up for.
    /// </summary>
    [Alias("put"), Repeatable]
    Task<SchedulePut> PutAsync(ScheduleSpec spec);

    /// <summary>False: there was none.</summary>
    [Alias("delete"), Repeatable]
    Task<bool> DeleteAsync();

    /// <summary>Submits the task now, beside the schedule. Null: there is none of this name.</summary>
    [Alias("run")]
    Task<SubmittedTask?> RunAsync();

    /// <summary>The same once for a key, as <see cref="ITaskLaneGrain.SubmitOnceAsync"/>.</summary>
    [Alias("run-once"), Repeatable]
    Task<SubmittedOnce?> RunOnceAsync(string key);

    /// <summary>Null: there is none of this name.</summary>
    [Alias("pause"), Repeatable]
    Task<ScheduleView?> SetPausedAsync(bool paused);
}

/// <summary>What schedules there are. A stateless worker over the store; the key is always 0.</summary>
[Alias("switchyard.tasks.schedule-list-grain")]
public interface IScheduleListGrain : IGrainWithIntegerKey
{
    /// <summary>One page, by name.</summary>
    /// <param name="after">Only names behind this one; null: from the first.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list"), Repeatable]
    Task<IReadOnlyList<ScheduleView>> ListAsync(string? after, int limit);

    /// <summary>One page, by name from the last to the first.</summary>
    /// <param name="before">Only names before this one; null: from the last.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list-back"), Repeatable]
    Task<IReadOnlyList<ScheduleView>> ListBackAsync(string? before, int limit);
}

/// <summary>What became of a schedule that was put.</summary>
/// <param name="Schedule">Null when it was refused.</param>
/// <param name="Refusal">Which field of the expression or which time zone is wrong, or that there are too many; for people. Null when it was not refused.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.schedule-put")]
public sealed record SchedulePut([property: Id(0)] ScheduleView? Schedule, [property: Id(1)] string? Refusal = null);

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
/// <param name="Template">Its own times are not looked at, unless the span in their place is null.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.scheduled-task")]
public sealed record ScheduledTask(
    [property: Id(0)] NewTask Template,
    [property: Id(1)] TimeSpan? Delay,
    [property: Id(2)] TimeSpan? DeadlineAfter,
    [property: Id(3)] TimeSpan? UniqueFor);

/// <param name="Next">The next five times, also while it is paused; fewer when the expression has no more.</param>
/// <param name="LastAt">The time of the schedule that was submitted last; runs that somebody asked for do not change it.</param>
/// <param name="LastId">The task that was submitted for it.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.schedule")]
public sealed record ScheduleView(
    [property: Id(0)] string Name,
    [property: Id(1)] ScheduleSpec Spec,
    [property: Id(2)] bool Paused,
    [property: Id(3)] IReadOnlyList<DateTimeOffset> Next,
    [property: Id(4)] DateTimeOffset? LastAt,
    [property: Id(5)] long? LastId);
