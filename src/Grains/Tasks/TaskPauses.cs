using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Tells the grain of a queue of tasks that it was paused, or resumed.</summary>
internal sealed class TaskPauses(TaskQueues queues, IGrainFactory grains) : IQueuePauseListener
{
    public async Task ChangedAsync(string queue, QueuePause? pause)
    {
        if (QueueNames.IsSound(queue) && await queues.FindAsync(queue) is not null)
        {
            await grains.Reach<ITaskQueueGrain>(queue).HoldAsync(pause);
        }
    }
}
