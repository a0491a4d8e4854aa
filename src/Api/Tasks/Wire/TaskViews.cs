using Switchyard.Work;

namespace Switchyard.Tasks.Wire;

/// <summary>Tasks as they are when they have just been submitted.</summary>
internal static class TaskViews
{
    public static TaskView New(long id, NewTask task, DateTimeOffset createdAt) => new()
    {
        Id = id,
        Queue = task.Queue,
        Status = WorkStatus.Queued,
        Attempt = 0,
        Priority = task.Priority,
        Payload = task.Payload,
        Name = task.Name,
        GroupKey = task.GroupKey,
        Tags = task.Tags,
        UniqueKey = task.UniqueKey,
        Owner = task.Owner,
        CreatedAt = createdAt,
        NotBefore = task.NotBefore,
        Deadline = task.Deadline,
        MaxAttempts = task.MaxAttempts,
        Timeout = task.Timeout,
        Trace = task.Trace,
    };

    /// <summary>The answer of the first time: a repeated one must not tell what happened since.</summary>
    public static TaskView AsNew(TaskView task) => task with
    {
        Status = WorkStatus.Queued,
        Attempt = 0,
        Result = null,
        Error = null,
        Progress = null,
        LeaseNumber = 0,
        Worker = null,
        LeaseExpiresAt = null,
        StartedAt = null,
        FinishedAt = null,
        Log = null,
    };
}
