using Switchyard.Work.Failures;
using Switchyard.Work.Store;

namespace Switchyard.Work.Lanes;

/// <summary>
/// Items of one kind that a door keeps in tables of its own, since they are too many for rows of <c>work_item</c>. What is asked of
/// work of every kind (one by its id, lists, queues and their numbers) asks the lanes, too. Ids are from the one allocator.
/// </summary>
public interface IItemLane
{
    /// <summary>The kind of its items, and the type of their grains.</summary>
    string Kind { get; }

    /// <summary>The item, with its log, or null when it is none of the lane's.</summary>
    Task<WorkItemView?> FindAsync(long id);

    /// <summary>Items by id, by the conditions of the query that such items can meet: facets and targets they have none.</summary>
    Task<IReadOnlyList<WorkItemView>> ListAsync(WorkQuery query);

    /// <summary>How many the conditions hold for.</summary>
    Task<long> CountAsync(WorkQuery query);

    /// <inheritdoc cref="IWorkStore.SumFailuresAsync"/>
    Task<FailureSums> SumFailuresAsync(FailureSumQuery query);

    /// <inheritdoc cref="IWorkStore.SortFailuresAsync"/>
    Task<int> SortFailuresAsync(int limit);

    /// <summary>How the item's leases ended, oldest first.</summary>
    Task<IReadOnlyList<AttemptView>> ReadAttemptsAsync(long id);

    /// <summary>The names of its queues.</summary>
    Task<IReadOnlyList<string>> ReadQueuesAsync();

    Task<bool> HasQueueAsync(string queue);

    /// <summary>The queue's numbers without its pause, which is its grain's; null: it is no queue of the lane.</summary>
    Task<QueueStatus?> ReadQueueAsync(string queue);

    /// <summary>What waits and runs in each queue, for who measures: of the first queues by name, of the others together.</summary>
    /// <param name="named">How many are told of by name.</param>
    Task<IReadOnlyList<Backlog>> ReadBacklogsAsync(int named);

    /// <inheritdoc cref="IWorkStore.ReadRatesAsync"/>
    Task<IReadOnlyList<RatePoint>> ReadRatesAsync(string queue, DateTimeOffset since);

    /// <inheritdoc cref="IWorkStore.ReadWorkersAsync"/>
    Task<IReadOnlyList<WorkerView>> ReadWorkersAsync(string queue, int limit);

    /// <summary>Removes an ended item and all that hangs on it; a conflict while it waits or runs.</summary>
    Task<ActOutcome> RemoveAsync(long id);

    /// <summary>A waiting item goes to another queue of the lane, which comes to be; a conflict when it does not wait.</summary>
    /// <exception cref="ArgumentException">It is not the name of a queue.</exception>
    Task<ActOutcome> MoveAsync(long id, string queue);
}
