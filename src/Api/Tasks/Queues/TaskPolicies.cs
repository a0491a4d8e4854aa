using Switchyard.Hosting;
using Switchyard.Tasks.Submission;
using Switchyard.Work;

namespace Switchyard.Tasks.Queues;

/// <summary>The policies of queues of tasks, as they are shown.</summary>
internal sealed class TaskPolicies(IGrainFactory grains, TaskQueueNames names) : IQueuePolicies
{
    public async Task<object?> FindAsync(string queue) =>
        QueueNames.IsSound(queue)
        && !names.DoorQueues.Contains(queue)
        && await grains.Reach<ITaskQueueGrain>(queue).GetPolicyAsync() is { } policy
            ? PolicyJson.Of(policy)
            : null;
}
