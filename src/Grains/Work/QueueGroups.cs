using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Queues of which workers ask for several at once.</summary>
/// <param name="Name">The key of the group's grain.</param>
public sealed record QueueGroup(string Name, IReadOnlyList<string> Queues);

/// <summary>Which queues have their windows in a group, which hears of their pauses.</summary>
public sealed class QueueGroups(IEnumerable<QueueGroup> groups, IGrainFactory grains) : IQueuePauseListener
{
    private readonly Dictionary<string, string> _names = groups
        .SelectMany(group => group.Queues.Select(queue => (queue, group.Name)))
        .ToDictionary(member => member.queue, member => member.Name);

    /// <summary>The group of a queue; null when it has a window of its own.</summary>
    public IQueueGroupGrain? Find(string queue) => _names.TryGetValue(queue, out var name) ? grains.Reach<IQueueGroupGrain>(name) : null;

    public Task ChangedAsync(string queue, QueuePause? pause) => Find(queue)?.HoldAsync(queue, pause) ?? Task.CompletedTask;
}
