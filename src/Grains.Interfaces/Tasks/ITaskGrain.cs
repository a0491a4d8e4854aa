using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>One task, for acts on it alone; the key is its id. It holds nothing: the lane's rows are the task.</summary>
[Alias("switchyard.tasks.task-grain")]
public interface ITaskGrain : IWorkItemGrain
{
    /// <summary>The task with its payload, result and log, or null.</summary>
    [Alias("get-task"), Repeatable]
    Task<TaskView?> GetTaskAsync();

    /// <summary>Removes an ended task and all that hangs on it; a conflict while it waits or runs.</summary>
    [Alias("delete")]
    Task<ActOutcome> DeleteAsync();
}
