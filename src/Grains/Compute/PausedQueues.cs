using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>Tells the scheduler at once when a queue of its items is paused or resumed.</summary>
internal sealed class PausedQueues(IEnumerable<PushQueue> queues, IGrainFactory grains) : IQueuePauseListener
{
    public Task ChangedAsync(string queue, QueuePause? pause) =>
        queues.Any(push => push.Queue == queue) ? grains.GetScheduler().HoldAsync(queue, pause) : Task.CompletedTask;
}
