using System.Text.Json.Serialization;

namespace Switchyard.Client.Tasks;

/// <summary>How a task stands.</summary>
[JsonConverter(typeof(TaskStateConverter))]
public enum TaskState
{
    /// <summary>A word of a newer node.</summary>
    Other,

    /// <summary>Waits to be handed out, maybe until a time.</summary>
    Queued,

    /// <summary>A worker has it under a lease.</summary>
    Running,

    /// <summary>Ended with a result.</summary>
    Completed,

    /// <summary>Ended without: its attempts are used up, or its worker said so.</summary>
    Failed,

    /// <summary>Ended by somebody who did not want it any more.</summary>
    Cancelled,

    /// <summary>Ended by its deadline, or by the time limit of its last attempt.</summary>
    TimedOut,
}

/// <summary>What can be asked of a state.</summary>
public static class TaskStates
{
    /// <summary>Whether a task in this state has ended.</summary>
    public static bool HasEnded(this TaskState state) =>
        state is TaskState.Completed or TaskState.Failed or TaskState.Cancelled or TaskState.TimedOut;
}

internal sealed class TaskStateConverter() : WordConverter<TaskState>(
    TaskState.Other,
    [
        (TaskState.Queued, "queued"), (TaskState.Running, "running"), (TaskState.Completed, "completed"), (TaskState.Failed, "failed"),
        (TaskState.Cancelled, "cancelled"), (TaskState.TimedOut, "timedout"),
    ]);
