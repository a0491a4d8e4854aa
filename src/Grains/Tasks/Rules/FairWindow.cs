using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks.Rules;

/// <summary>
/// A bounded view on the heads of the groups of a queue. Higher priorities come first, groups of one priority take turns, within a
/// group the lower id comes first. The rows are the queue, and this is a cache of them. Not thread-safe.
/// </summary>
/// <remarks>
/// Ids are given before they are committed, so a lower id may become visible after a higher one was read: who is told of one moves
/// the group's place back, and <see cref="LookBack"/> finds what nobody told of.
/// </remarks>
/// <param name="capacity">Tasks at hand, at most, but for the first of groups whose turn it is.</param>
/// <param name="capacityBytes">Of their payloads, likewise.</param>
/// <param name="rows">Read at a time, of all groups together, about.</param>
internal sealed partial class FairWindow(int capacity, int capacityBytes, int rows = 10_000)
{
    private readonly SortedDictionary<short, WindowRank> _ranks = [];
    private readonly Dictionary<LaneGroup, WindowGroup> _groups = [];
    private readonly Dictionary<long, WindowGroup> _held = [];
    private readonly Dictionary<string, List<WindowGroup>> _parked = [];
    private long _bytes;

    /// <summary>What was taken from it.</summary>
    public OutTasks Out { get; } = new();

    /// <summary>Tasks at hand.</summary>
    public int Count => _held.Count;

    /// <summary>Of their payloads.</summary>
    public long Bytes => _bytes;

    /// <summary>Groups that something is known of.</summary>
    public int Groups => _groups.Count;

    /// <summary>Whether the store must be asked before anybody knows what is next.</summary>
    public bool IsUnknown
    {
        get
        {
            foreach (var rank in _ranks.Values)
            {
                if (rank.Unknown > 0 || rank.Line.Count > 0)
                {
                    return rank.Unknown > 0;
                }
            }

            return _groupsAfter is not null;
        }
    }

    /// <summary>Whether a task is at hand that may be handed out.</summary>
    public bool HasReady => _ranks.Values.Any(rank => rank.Line.Count > 0);

    /// <summary>Whether more is to be read.</summary>
    public bool IsToBeFilled => _ranks.Values.Any(rank => rank.Empty.Count + rank.Wishes.Count > 0);

    /// <summary>How many could be handed out, groups' limits aside; counts no further than asked for.</summary>
    public int Ready(int most)
    {
        var ready = 0;
        foreach (var group in _ranks.Values.SelectMany(rank => rank.Line))
        {
            ready += group.Heads.Count;
            if (ready >= most)
            {
                return most;
            }
        }

        return ready;
    }

    public bool Holds(long id) => _held.ContainsKey(id);

    /// <summary>Takes what is next, and notes it as out.</summary>
    /// <param name="maxBytes">Stops before payloads are more than this; the first is taken all the same.</param>
    /// <param name="ofGroup">Tasks of a group that may be out at a time; null: any number.</param>
    public IReadOnlyList<LaneHead> Take(int max, long maxBytes, int? ofGroup)
    {
        var taken = new List<LaneHead>(Math.Min(max, _held.Count));
        long bytes = 0;
        foreach (var rank in _ranks.Values)
        {
            while (taken.Count < max && rank.Line.First is { Value: var group })
            {
                if (Out.CountOf(group.Name.GroupKey) >= ofGroup)
                {
                    Park(group);
                    continue;
                }

                bytes += group.Heads.First.Payload.Length;
                if (taken.Count > 0 && bytes > maxBytes)
                {
                    return taken;
                }

                taken.Add(TakeTurn(rank, group));
            }

            // What is unknown of this priority comes before all of the next.
            if (taken.Count >= max || rank.Unknown > 0)
            {
                break;
            }
        }

        return taken;
    }

    /// <summary>Whether <see cref="Take"/> would give something.</summary>
    public bool MayTake(int? ofGroup)
    {
        foreach (var rank in _ranks.Values)
        {
            while (rank.Line.First is { Value: var group })
            {
                if (!(Out.CountOf(group.Name.GroupKey) >= ofGroup))
                {
                    return true;
                }

                Park(group);
            }

            if (rank.Unknown > 0)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A task was not handed out after all.</summary>
    public void PutBack(LaneHead head)
    {
        Out.Remove(head.Id);
        Add(GetOrAdd(new(head.Rank, head.GroupKey), head.Id), head);
        Unpark(head.GroupKey);
    }

    /// <summary>An attempt of the group ended, so that another of it may go out.</summary>
    public void Unpark(string groupKey)
    {
        if (_parked.Remove(groupKey, out var groups))
        {
            foreach (var group in groups)
            {
                group.IsParked = false;
                Settle(group);
            }
        }
    }

    /// <summary>The limit of groups is another one.</summary>
    public void UnparkAll()
    {
        foreach (var key in _parked.Keys.ToList())
        {
            Unpark(key);
        }
    }

    /// <summary>An attempt is over, and its task back or ended. False: the task is out under a newer lease, or not at all.</summary>
    public bool End(long id, long lease, string groupKey)
    {
        var isEnded = Out.End(id, lease);
        _left?.Add(id);
        Unpark(groupKey);
        return isEnded;
    }

    /// <summary>A task has ended, and is not to be handed out any more.</summary>
    public void Remove(long id)
    {
        Out.Remove(id);
        TakeOut(id);
    }

    /// <summary>A task is not here, whatever a read says that is under way.</summary>
    public void TakeOut(long id)
    {
        _left?.Add(id);
        if (_held.TryGetValue(id, out var group) && group.Heads.Remove(id) is { } head)
        {
            Drop(group, head);
            Settle(group);
        }
    }

    /// <summary>How many come before a task, as far as is known.</summary>
    public (int Count, bool IsAtLeast) Before(long id, LaneGroup name)
    {
        var better = _ranks.Where(pair => pair.Key < name.Rank).SelectMany(pair => pair.Value.Groups).Sum(group => group.Heads.Count);
        if (!_held.ContainsKey(id) || !_groups.TryGetValue(name, out var own))
        {
            return (_held.Count, true);
        }

        var turns = own.Heads.Before(id);
        var (others, isPast) = (0, false);
        foreach (var group in _ranks[name.Rank].Line)
        {
            isPast |= group == own;
            others += group == own ? turns : Math.Min(group.Heads.Count, turns + (isPast ? 0 : 1));
        }

        return (better + others, false);
    }

    private void Park(WindowGroup group)
    {
        group.IsParked = true;
        if (!_parked.TryGetValue(group.Name.GroupKey, out var groups))
        {
            _parked[group.Name.GroupKey] = groups = [];
        }

        groups.Add(group);
        Settle(group);
    }

    private LaneHead TakeTurn(WindowRank rank, WindowGroup group)
    {
        var head = group.Heads.TakeFirst();
        Drop(group, head);
        Out.Reserve(head.Id, group.Name);
        _left?.Add(head.Id);
        if (group.Heads.Count > 0 && rank.Line.Count > 1)
        {
            rank.Line.Remove(group.Turn);
            rank.Line.AddLast(group.Turn);
        }

        Settle(group);
        return head;
    }

    private void Drop(WindowGroup group, LaneHead head)
    {
        _held.Remove(head.Id);
        _bytes -= head.Payload.Length;
        RankOf(group.Name.Rank).Count--;
    }

    private bool Add(WindowGroup group, LaneHead head)
    {
        if (Out.Contains(head.Id))
        {
            Out.Learn(head.Id, group.Name);
            return false;
        }

        if (!_held.TryAdd(head.Id, group))
        {
            return false;
        }

        group.Heads.Add(head);
        _bytes += head.Payload.Length;
        RankOf(group.Name.Rank).Count++;
        Settle(group);
        return true;
    }

    private WindowGroup GetOrAdd(LaneGroup name, long place)
    {
        if (!_groups.TryGetValue(name, out var group))
        {
            _groups[name] = group = new(name, place);
            RankOf(name.Rank).Groups.Add(group);
        }

        return group;
    }

    private WindowRank RankOf(short rank)
    {
        if (!_ranks.TryGetValue(rank, out var found))
        {
            _ranks[rank] = found = new();
        }

        return found;
    }
}
