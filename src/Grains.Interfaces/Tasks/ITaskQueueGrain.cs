using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>
/// One queue of tasks: who is next. The rows of the store are the queue; this grain holds a window on the heads of its groups,
/// and knows what is out. The key is the queue's name. A queue that nobody made is empty.
/// </summary>
[Alias("switchyard.tasks.queue-grain")]
public interface ITaskQueueGrain : IGrainWithStringKey
{
    /// <summary>Leases what is next. The lease is durable when this answers. A task may be handed out again once its lease has run out.</summary>
    [Alias("claim")]
    Task<TaskClaimResult> ClaimAsync(TaskClaim claim);

    /// <summary>
    /// A claim that found nothing stands in line: a task that comes is leased to it by the commit that stores the task, when it is
    /// <see cref="TaskClaim.Near"/>. Another is told, and claims.
    /// </summary>
    /// <param name="number">Of this standing, by which it may leave.</param>
    /// <param name="time">At most 20 seconds.</param>
    /// <returns>What was handed to it; nothing: it may be time to claim.</returns>
    [Alias("stand"), ResponseTimeout("00:01:00")]
    Task<TaskClaimResult> StandAsync(TaskClaim claim, Guid number, TimeSpan time);

    /// <summary>A claim that stands in line is answered: with nothing, or with what is being handed to it.</summary>
    [Alias("leave"), Repeatable]
    Task LeaveAsync(Guid number);

    /// <summary>Completes with true as soon as something may be claimed, with false after the time.</summary>
    /// <param name="time">At most 20 seconds.</param>
    [Alias("wait")]
    Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Completes with true as soon as a task is said to have ended, with false after the time: a hint, so look again after a while.</summary>
    /// <param name="time">At most 20 seconds.</param>
    [Alias("wait-end")]
    Task<bool> WaitEndAsync(long id, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Tasks of the queue were committed, or ended, or came back. A hint; losing it is harmless.</summary>
    [Alias("changed")]
    Task ChangedAsync(TaskChanges changes);

    /// <summary>Null: there is no such queue.</summary>
    [Alias("policy"), Repeatable]
    Task<TaskQueuePolicy?> GetPolicyAsync();

    /// <summary>Makes the queue when there is none. Takes effect at once, for what is claimed from now on.</summary>
    [Alias("set-policy"), Repeatable]
    Task SetPolicyAsync(TaskQueuePolicy policy);

    /// <summary>The queue was paused, or resumed (null).</summary>
    [Alias("hold"), Repeatable]
    Task HoldAsync(QueuePause? pause);

    /// <summary>Why a ready task is not handed out yet, as far as its queue knows.</summary>
    [Alias("why-waiting"), Repeatable]
    Task<WaitingView> WhyWaitingAsync(long id, int priority, string groupKey);
}

/// <summary>What happened to tasks of one queue, after it was committed.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.changes")]
public sealed record TaskChanges
{
    /// <summary>Groups with new ready tasks, each by priority and the lowest of their ids.</summary>
    [Id(0)] public IReadOnlyList<ReadyTasks> Ready { get; init; } = [];

    /// <summary>Attempts that ended: the task and its lease.</summary>
    [Id(1)] public IReadOnlyList<EndedAttempt> Ended { get; init; } = [];

    /// <summary>The tasks that <see cref="Ready"/> is about, where who tells has them: they stay in their process. Null: read them.</summary>
    [field: NonSerialized]
    public object? AtHand { get; init; }
}

/// <param name="FirstId">The lowest id of those that became ready. Of one task alone it may be lower than what was read: that one is meant.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.ready")]
public readonly record struct ReadyTasks(
    [property: Id(0)] int Priority, [property: Id(1)] string GroupKey, [property: Id(2)] long FirstId, [property: Id(3)] int Count);

/// <param name="LeaseNumber">0: it was not under a lease.</param>
/// <param name="IsOver">The task has ended; false: it goes back to its queue.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.ended-attempt")]
public readonly record struct EndedAttempt(
    [property: Id(0)] long Id, [property: Id(1)] long LeaseNumber, [property: Id(2)] string GroupKey, [property: Id(3)] bool IsOver);
