using Switchyard.Hosting;
using Switchyard.Work.Audit;

namespace Switchyard.Tasks;

/// <summary>
/// What many tasks are told at once. A stateless worker: it asks the store of its own node, and tells the queues what changed. No
/// task's grain is activated. The key is always 0.
/// </summary>
[Alias("switchyard.tasks.lane-grain")]
public interface ITaskLaneGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Stores the tasks in one transaction, and answers each in order once it is durable. Queues come to be with their first task.
    /// </summary>
    [Alias("submit")]
    Task<IReadOnlyList<SubmittedTask>> SubmitAsync(IReadOnlyList<NewTask> tasks);

    /// <summary>The same, once for a key: a repeated call gets the first one's answer for 24 hours.</summary>
    /// <remarks>It has its time: asked again while it is slow, it would say of itself that it is under way.</remarks>
    /// <param name="hash">SHA-256 of what was sent.</param>
    [Alias("submit-once"), Repeatable, ResponseTimeout("00:00:30")]
    Task<SubmittedOnce> SubmitOnceAsync(IReadOnlyList<NewTask> tasks, string key, byte[] hash);

    /// <summary>The same as somebody's act, which is on the record with the first call alone, in the transaction that stores the tasks.</summary>
    /// <param name="act">Null: nobody's.</param>
    [Alias("submit-once-act"), Repeatable, ResponseTimeout("00:00:30")]
    Task<SubmittedOnce> SubmitOnceAsActAsync(IReadOnlyList<NewTask> tasks, string key, byte[] hash, AuditEntry? act);

    /// <summary>Extends leases. One outcome for each, in order.</summary>
    /// <param name="lease">From now; null: as long as the claim asked for.</param>
    [Alias("renew"), Repeatable]
    Task<IReadOnlyList<TaskRenewed>> RenewAsync(IReadOnlyList<TaskRenewal> renewals, TimeSpan? lease);

    /// <summary>Ends tasks with success. Said twice under one lease it is accepted twice, and takes effect once.</summary>
    [Alias("complete"), Repeatable]
    Task<IReadOnlyList<TaskOutcome>> CompleteAsync(IReadOnlyList<TaskCompletion> completions);

    /// <summary>Ends attempts without success; the queue's policy says what becomes of each task. Said twice under one lease: as the first time.</summary>
    [Alias("fail"), Repeatable]
    Task<IReadOnlyList<TaskFailed>> FailAsync(IReadOnlyList<TaskFailure> failures);

    /// <summary>One page, newest first.</summary>
    /// <param name="after">What a page gave as next; null: the first page.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list"), Repeatable]
    Task<TaskPage> ListAsync(TaskFilter filter, long? after, int limit);
}

/// <param name="Tasks">Null when the key was used for something else (<paramref name="OtherBody"/>), or while the first call is under way.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.submitted-once")]
public sealed record SubmittedOnce([property: Id(0)] IReadOnlyList<SubmittedTask>? Tasks, [property: Id(1)] bool OtherBody = false);
