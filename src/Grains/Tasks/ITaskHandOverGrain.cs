using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks;

/// <summary>The same grain as <see cref="ITaskQueueGrain"/>, for new tasks that a claim waits for. The key is the queue's name.</summary>
[Alias("switchyard.tasks.hand-over-grain")]
internal interface ITaskHandOverGrain : IGrainWithStringKey
{
    /// <summary>Stores new tasks of this queue and leases what of them is next to a claim that stands in line: one commit for both.</summary>
    /// <returns>One outcome for each task, in order; null: no claim may have any of them, and nothing was stored.</returns>
    [Alias("submit")]
    Task<IReadOnlyList<LaneSubmitted>?> SubmitAsync(IReadOnlyList<LaneTask> tasks);
}
