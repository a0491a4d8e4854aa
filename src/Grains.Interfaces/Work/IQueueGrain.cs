using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>
/// One queue. The rows of the store are the queue; this grain holds a window on its head, so that a claim does not
/// wait for the database to find the next item (a queue in a group: the <see cref="IQueueGroupGrain"/> does). The key is the
/// queue's name.
/// </summary>
[Alias("switchyard.work.queue-grain")]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes the ids at the head for a door that leases through the item's own grain. In memory only: an id that is not
    /// leased soon comes back by itself.
    /// </summary>
    [Alias("take")]
    Task<TakeResult> TakeAsync(int max);

    /// <summary>The entries at the head, in order, without taking them; empty when paused. In memory only.</summary>
    [Alias("peek"), Repeatable]
    Task<TakeResult> PeekAsync(int max);

    /// <summary>
    /// Completes with true as soon as something may be taken (at once, when something can be), with false after the time.
    /// Waiting costs nothing; several may wait for the same entry.
    /// </summary>
    /// <param name="time">At most 20 seconds.</param>
    [Alias("wait")]
    Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Tells the queue that items may be waiting: after their rows were committed. A hint; losing it is harmless.</summary>
    [Alias("offer")]
    Task OfferAsync(IReadOnlyList<QueueEntry> entries);

    /// <summary>Many rows were committed: when the task completes, the queue has seen those that come next.</summary>
    [Alias("refill")]
    Task RefillAsync();

    /// <summary>Nothing is handed out until <see cref="ResumeAsync"/>; running work goes on. Survives restarts.</summary>
    [Alias("pause"), Repeatable]
    Task PauseAsync(string by, string reason);

    [Alias("resume"), Repeatable]
    Task ResumeAsync(string by);

    /// <summary>Where an item that waits stands. In memory but for the first look.</summary>
    [Alias("place"), Repeatable]
    Task<QueuePlace> GetPlaceAsync(QueueEntry entry);

    /// <summary>Who paused the queue; null while it is open. In memory only.</summary>
    [Alias("pause-of"), Repeatable]
    Task<QueuePause?> GetPauseAsync();

    [Alias("status"), Repeatable]
    Task<QueueStatus> GetStatusAsync();
}
