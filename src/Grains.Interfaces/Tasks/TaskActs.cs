using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>What became of a worker's act on one task.</summary>
[GenerateSerializer, Alias("switchyard.tasks.outcome")]
public enum TaskOutcome
{
    /// <summary>Done and committed, or it was done before under the same lease.</summary>
    Ok = 0,

    /// <summary>The lease is not the task's newest, or it has run out. Nothing changed.</summary>
    Stale = 1,

    /// <summary>The task was ended by somebody else while the lease was held: cancelled, or its time was over. Nothing changed.</summary>
    Cancelled = 2,

    /// <summary>There is no such task.</summary>
    Unknown = 3,
}

/// <param name="Progress">0 to 1; null: not said.</param>
/// <param name="Log">Text to add to the task's log; null: none.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.renewal")]
public readonly record struct TaskRenewal(
    [property: Id(0)] long Id, [property: Id(1)] long LeaseNumber, [property: Id(2)] double? Progress = null, [property: Id(3)] string? Log = null);

/// <param name="ExpiresAt">When the lease runs out now; null unless it is held.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.renewed")]
public readonly record struct TaskRenewed([property: Id(0)] TaskOutcome Outcome, [property: Id(1)] DateTimeOffset? ExpiresAt = null);

/// <param name="Result">JSON as it came, as UTF-8 without white space; null: none.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.completion")]
public readonly record struct TaskCompletion([property: Id(0)] long Id, [property: Id(1)] long LeaseNumber, [property: Id(2)] byte[]? Result = null);

/// <param name="Retry">False: it is failed for good.</param>
/// <param name="RetryAfter">Instead of the policy's back-off.</param>
/// <param name="IsRelease">It is given back by who never began with it: no attempt is used up, and it is ready at once.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.failure")]
public readonly record struct TaskFailure(
    [property: Id(0)] long Id,
    [property: Id(1)] long LeaseNumber,
    [property: Id(2)] string Error,
    [property: Id(3)] bool Retry = true,
    [property: Id(4)] TimeSpan? RetryAfter = null,
    [property: Id(5)] bool IsRelease = false);

/// <param name="Status">Of the task after it; null when there is none.</param>
/// <param name="NotBefore">When it is tried again; null: at once, or not again.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.failed")]
public readonly record struct TaskFailed(
    [property: Id(0)] TaskOutcome Outcome, [property: Id(1)] WorkStatus? Status = null, [property: Id(2)] DateTimeOffset? NotBefore = null);
