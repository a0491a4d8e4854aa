using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Tasks in the words of work of every kind.</summary>
internal static class TaskItems
{
    /// <remarks>Of items the lower priority goes first.</remarks>
    public static WorkItemView ToItem(this TaskView task) => new()
    {
        Id = task.Id,
        Kind = TaskNames.Kind,
        Queue = task.Queue,
        Priority = -task.Priority,
        Status = task.Status,
        Attempt = task.Attempt,
        LeaseNumber = task.LeaseNumber,
        LeaseOwner = task.Worker,
        LeaseExpiresAt = task.LeaseExpiresAt,
        Owner = task.Owner,
        Name = task.Name,
        CreatedAt = task.CreatedAt,
        StartedAt = task.StartedAt,
        FinishedAt = task.FinishedAt,
        NotBefore = task.NotBefore,
        Error = task.Error,
        Log = task.Log,
        Progress = task.Progress,
    };
}
