using Switchyard.Work.Store;

namespace Switchyard.Work.Retention;

/// <summary>Ended items of some queues, each with all that hangs on it.</summary>
/// <param name="name">The door's section of the settings.</param>
/// <param name="keep">Null: for ever.</param>
internal class ItemRetention(string name, TimeSpan? keep, IReadOnlyList<string> queues, IWorkStore store) : IRetention
{
    public string Name => name;

    public TimeSpan? Keep => keep;

    public virtual async Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var queue in queues)
        {
            removed += removed < limit ? (await store.DeleteFinishedAsync(queue, before, limit - removed, cancellationToken)).Items : 0;
        }

        return removed;
    }
}
