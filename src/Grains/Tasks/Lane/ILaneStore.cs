using System.Data.Common;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Failures;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Lane;

/// <summary>
/// The lane of tasks: narrow rows of what waits, one row for each claimed batch (its number is the lease number, the fencing
/// token), and a history that ended tasks move to. What happens to every task touches no row in place. Nothing is acknowledged before
/// its transaction is durable; what waits at the same time shares one.
/// </summary>
/// <remarks>
/// The promises are those of the work store: no task is lost, a result is accepted once, an act under a lease that is not the newest
/// changes nothing. They are the transaction's, so that also two activations of a queue's grain keep them.
/// </remarks>
internal interface ILaneStore
{
    // ---- queues ---------------------------------------------------------------------------------------------------

    /// <summary>The queue of a name; made, with the default policy, when there is none.</summary>
    Task<LaneQueue> OpenQueueAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Null: there is none.</summary>
    Task<LaneQueue?> FindQueueAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All queues, by number.</summary>
    Task<IReadOnlyList<LaneQueue>> ReadQueuesAsync(CancellationToken cancellationToken = default);

    Task WritePolicyAsync(int queue, TaskQueuePolicy policy, CancellationToken cancellationToken = default);

    /// <summary>
    /// A new holder of the queue's window begins: claims under earlier epochs are refused from now on, and those that were under way
    /// are seen by <see cref="ReadLeasesAsync"/>. Answers its epoch.
    /// </summary>
    Task<long> TakeOverAsync(int queue, CancellationToken cancellationToken = default);

    // ---- the common way -------------------------------------------------------------------------------------------

    /// <summary>
    /// Stores new tasks. One outcome for each, in order: a unique key that is taken is answered with the task that has it. A time before
    /// which a task must not be handed out is none when it has passed.
    /// </summary>
    Task<IReadOnlyList<LaneSubmitted>> SubmitAsync(IReadOnlyList<LaneTask> tasks, CancellationToken cancellationToken = default);

    /// <summary>The same, and leases some of the new tasks in the same transaction, as <see cref="ClaimAsync"/> after it would.</summary>
    Task<LaneStored> SubmitClaimedAsync(IReadOnlyList<LaneTask> tasks, LaneClaim claim, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same in a transaction of its own, which stores nothing when <paramref name="guard"/> answers false. The guard runs in it,
    /// after the tasks, with plain SQL that both databases understand; it may write rows of its own.
    /// </summary>
    /// <returns>Null: the guard refused.</returns>
    Task<IReadOnlyList<LaneSubmitted>?> SubmitGuardedAsync(
        IReadOnlyList<LaneTask> tasks,
        Func<DbConnection, IReadOnlyList<LaneSubmitted>, Task<bool>> guard,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// One lease for the whole batch. The rows of its tasks are not touched. One that is not ready in the queue any more (cancelled,
    /// moved) is not leased: acts under the number find it as if its lease had been taken back.
    /// </summary>
    /// <returns>Null: another holder of the window has begun, and nothing was leased.</returns>
    Task<LaneClaimed?> ClaimAsync(LaneClaim claim, CancellationToken cancellationToken = default);

    /// <summary>
    /// Extends the leases of the tasks that are named, and of these alone: what a worker does not renew runs out. One outcome for each.
    /// </summary>
    /// <param name="lease">From <paramref name="now"/>; null: as long as the claim asked for. No lease outlasts the end of its attempt.</param>
    /// <returns>Also a lease that has run out is extended, while nobody took it back and the time of its attempt is not over.</returns>
    Task<IReadOnlyList<TaskRenewed>> RenewAsync(
        IReadOnlyList<TaskRenewal> renewals, TimeSpan? lease, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves tasks whose lease is held (also one that has run out and was not taken back yet) to the history. What was completed under
    /// the same lease before is <see cref="TaskOutcome.Ok"/> and changes nothing (its <see cref="LaneEnded.Queue"/> is null).
    /// </summary>
    Task<IReadOnlyList<LaneEnded>> CompleteAsync(
        IReadOnlyList<TaskCompletion> completions, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends attempts that failed; <paramref name="decide"/> says what becomes of each task, in the transaction. Said twice under one
    /// lease, it is answered as the first time and changes nothing.
    /// </summary>
    Task<IReadOnlyList<LaneEnded>> FailAsync(
        IReadOnlyList<TaskFailure> failures, LaneDecide decide, DateTimeOffset now, CancellationToken cancellationToken = default);

    // ---- windows --------------------------------------------------------------------------------------------------

    /// <summary>
    /// Which groups have ready tasks, by rank, then by the bytes of the key: by index, as many reads as there are groups. Tasks that are
    /// out count as ready here and in <see cref="ReadHeadsAsync"/>: the holder of the window knows what is out.
    /// </summary>
    /// <param name="after">Where the page before ended; null: from the first.</param>
    Task<IReadOnlyList<LaneGroup>> ReadGroupsAsync(int queue, LaneGroup? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ready tasks of groups, place after place, each by id: at most <paramref name="each"/> of a group. It ends with the task that
    /// brings the payloads to <paramref name="bytes"/>: when their sum is less, nothing was cut.
    /// </summary>
    Task<IReadOnlyList<LaneHead>> ReadHeadsAsync(
        int queue, IReadOnlyList<LanePlace> places, int each, int bytes, CancellationToken cancellationToken = default);

    /// <summary>What of the queue is out, and with whom.</summary>
    /// <param name="from">Older leases are left out: who knows the oldest need not go through all that has ended before it.</param>
    Task<IReadOnlyList<LaneLease>> ReadLeasesAsync(int queue, long from = 0, CancellationToken cancellationToken = default);

    // ---- time -----------------------------------------------------------------------------------------------------

    /// <summary>
    /// Of all queues, in one transaction: takes back attempts whose lease or time is over, ends tasks whose deadline has passed, makes
    /// ready those whose time has come. Two that sweep at once do each task once.
    /// </summary>
    /// <param name="limit">Tasks of each of the three, about.</param>
    Task<LaneSweep> SweepAsync(LaneDecide decide, DateTimeOffset now, int limit, CancellationToken cancellationToken = default);

    // ---- one task -------------------------------------------------------------------------------------------------

    /// <summary>Wherever it is: waiting, out, or ended. With its payload, result and log.</summary>
    Task<LaneItem?> FindAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>How its earlier leases ended, oldest first; that of the end of an ended task is the last.</summary>
    Task<IReadOnlyList<AttemptView>> ReadAttemptsAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Ends a task that waits or is out. A conflict when it has ended.</summary>
    /// <param name="act">
    /// Whose act it is, for the record, which <see cref="AuditTable"/> keeps in the same transaction, with the item, its queue and how it
    /// stood before; null: nobody's.
    /// </param>
    Task<LaneActed> CancelAsync(
        long id, string reason, DateTimeOffset now, AuditEntry? act = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// An ended task waits again, with a new budget of attempts, without its result and error, and without a deadline that has passed.
    /// A conflict when it has not ended, or its unique key is taken by now.
    /// </summary>
    /// <inheritdoc cref="CancelAsync" path="/param"/>
    Task<LaneActed> RetryAsync(long id, DateTimeOffset now, AuditEntry? act = null, CancellationToken cancellationToken = default);

    /// <summary>Removes an ended task and all that hangs on it, its unique key too. A conflict when it has not ended.</summary>
    /// <inheritdoc cref="CancelAsync" path="/param"/>
    Task<LaneActed> DeleteAsync(long id, AuditEntry? act = null, CancellationToken cancellationToken = default);

    /// <summary>A waiting task goes to another queue. A conflict when it is out or has ended, or its unique key is taken there.</summary>
    /// <inheritdoc cref="CancelAsync" path="/param"/>
    Task<LaneActed> MoveAsync(long id, int queue, AuditEntry? act = null, CancellationToken cancellationToken = default);

    // ---- lists and numbers ----------------------------------------------------------------------------------------

    /// <summary>By id, without payloads, results and logs.</summary>
    Task<IReadOnlyList<LaneItem>> ListAsync(LaneQuery query, CancellationToken cancellationToken = default);

    /// <summary>Dead letters summed by their errors, with the number of the queue for its name.</summary>
    /// <inheritdoc cref="IWorkStore.SumFailuresAsync"/>
    Task<FailureSums> SumFailuresAsync(FailureSumQuery query, int? queue, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IWorkStore.SortFailuresAsync"/>
    Task<int> SortFailuresAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>How many there are in each status; null: of all queues. Small reads, whatever the number of tasks.</summary>
    Task<IReadOnlyDictionary<WorkStatus, long>> CountAsync(int? queue, CancellationToken cancellationToken = default);

    /// <summary>How many wait and how many are out in each queue that has or had any: one small read, whatever the number of tasks.</summary>
    Task<IReadOnlyList<LaneBacklog>> ReadBacklogsAsync(CancellationToken cancellationToken = default);

    /// <summary>When the ready task that waits longest was created; null: none is ready.</summary>
    Task<DateTimeOffset?> ReadOldestAsync(int queue, CancellationToken cancellationToken = default);

    /// <summary>Events per minute, oldest first, with the words of <see cref="RatePoint"/>.</summary>
    Task<IReadOnlyList<RatePoint>> ReadRatesAsync(int queue, DateTimeOffset since, CancellationToken cancellationToken = default);

    /// <summary>By last sign of life, newest first.</summary>
    Task<IReadOnlyList<WorkerView>> ReadWorkersAsync(int queue, int limit, CancellationToken cancellationToken = default);

    // ---- upkeep ---------------------------------------------------------------------------------------------------

    /// <summary>Folds what transactions wrote down into the sums; makes the parts of the history that are needed soon. For one caller at a time in the cluster.</summary>
    Task FoldAsync(DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes what ended longer ago than its queue keeps it: whole parts of the history where it can. Unique keys that hold for a time
    /// outlive their tasks. Answers how many tasks of which queues, by their numbers; empty when there is no more.
    /// </summary>
    Task<IReadOnlyDictionary<int, int>> RemoveExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default);
}
