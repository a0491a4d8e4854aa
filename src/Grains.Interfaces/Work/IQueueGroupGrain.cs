using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>
/// The windows of several queues in one place, for workers who ask for any of them: one call finds the first of all. Each queue
/// keeps its own <see cref="IQueueGrain"/>, with its pause and its sweep. The key is the group's name.
/// </summary>
[Alias("switchyard.work.queue-group-grain")]
public interface IQueueGroupGrain : IGrainWithStringKey
{
    /// <summary>As <see cref="IQueueGrain.TakeAsync"/>, the first of all that these queues have; paused when all of them are.</summary>
    [Alias("take")]
    Task<TakeResult> TakeAsync(IReadOnlyList<string> queues, int max);

    /// <summary>As <see cref="IQueueGrain.PeekAsync"/>.</summary>
    [Alias("peek"), Repeatable]
    Task<TakeResult> PeekAsync(string queue, int max);

    /// <summary>As <see cref="IQueueGrain.WaitAsync"/>, until something may be taken from one of the queues.</summary>
    [Alias("wait")]
    Task<bool> WaitAsync(IReadOnlyList<string> queues, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>As <see cref="IQueueGrain.GetPlaceAsync"/>.</summary>
    [Alias("place"), Repeatable]
    Task<QueuePlace> GetPlaceAsync(string queue, QueueEntry entry);

    /// <summary>As <see cref="IQueueGrain.OfferAsync"/>.</summary>
    [Alias("offer")]
    Task OfferAsync(string queue, IReadOnlyList<QueueEntry> entries);

    /// <summary>As <see cref="IQueueGrain.RefillAsync"/>.</summary>
    [Alias("refill")]
    Task RefillAsync(string queue);

    /// <summary>A queue was paused, or resumed (null).</summary>
    [Alias("hold"), Repeatable]
    Task HoldAsync(string queue, QueuePause? pause);
}
