using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks.Rules;

/// <summary>What of a queue is out: under a lease, or on its way to one. Its limits count these.</summary>
internal sealed class OutTasks
{
    private readonly Dictionary<long, Out> _tasks = [];
    private readonly Dictionary<string, int> _groups = [];

    /// <param name="Lease">0: it is not known yet.</param>
    /// <param name="Group">Null: it is not known.</param>
    private readonly record struct Out(long Lease, LaneGroup? Group);

    public int Count => _tasks.Count;

    public bool Contains(long id) => _tasks.ContainsKey(id);

    public int CountOf(string group) => _groups.GetValueOrDefault(group);

    /// <summary>It is on its way to a lease.</summary>
    public void Reserve(long id, LaneGroup group)
    {
        if (_tasks.TryAdd(id, new(0, group)))
        {
            Add(group);
        }
    }

    /// <summary>It is under a lease.</summary>
    public void Lease(long id, long lease)
    {
        _tasks[id] = new(lease, _tasks.GetValueOrDefault(id).Group);
        Newest = Math.Max(Newest, lease);
    }

    /// <summary>Which group a task is of that was out before anybody knew.</summary>
    public void Learn(long id, LaneGroup group)
    {
        if (_tasks.TryGetValue(id, out var task) && task.Group is null)
        {
            _tasks[id] = task with { Group = group };
            Add(group);
        }
    }

    /// <summary>The attempt is over. False: it is out under a newer lease, or not at all.</summary>
    public bool End(long id, long lease) => _tasks.TryGetValue(id, out var task) && task.Lease == lease && Remove(id);

    /// <summary>It is out no longer, whatever its lease.</summary>
    public bool Remove(long id)
    {
        if (!_tasks.Remove(id, out var task))
        {
            return false;
        }

        if (task.Group is { } group)
        {
            var left = CountOf(group.GroupKey) - 1;
            if (left > 0)
            {
                _groups[group.GroupKey] = left;
            }
            else
            {
                _groups.Remove(group.GroupKey);
            }
        }

        return true;
    }

    /// <summary>Those under leases up to this one that are not among some.</summary>
    public IReadOnlyList<(long Id, LaneGroup? Group)> Missing(IReadOnlySet<long> ids, long upTo) =>
        [.. _tasks.Where(pair => pair.Value.Lease > 0 && pair.Value.Lease <= upTo && !ids.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value.Group))];

    /// <summary>The newest lease that was taken; 0: none.</summary>
    public long Newest { get; private set; }

    /// <summary>The oldest lease that something is out under; null: nothing is.</summary>
    public long? Oldest
    {
        get
        {
            long? oldest = null;
            foreach (var task in _tasks.Values)
            {
                oldest = task.Lease > 0 && !(task.Lease >= oldest) ? task.Lease : oldest;
            }

            return oldest;
        }
    }

    private void Add(LaneGroup group) => _groups[group.GroupKey] = CountOf(group.GroupKey) + 1;
}
