namespace Switchyard.Client.Tasks;

/// <summary>What became of an act on a task.</summary>
public enum ActOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It does not go: of a cancel, the task has ended; of a retry or a delete, it has not.</summary>
    Conflict,

    /// <summary>There is no such task, or it is not yours to see.</summary>
    Unknown,
}
