using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks.Rules;

/// <summary>How the window is filled: which groups are read from where, and what they are told of meanwhile.</summary>
internal sealed partial class FairWindow
{
    private const int MostPlaces = 1000;
    private const int MostPoints = 1000;
    private const int MostRowsOfGroup = 5000;

    /// <summary>A read that brought so nearly its bytes may have ended for them.</summary>
    private const int LargestPayload = TaskLimits.Json;

    /// <summary>Groups past this one are the store's, and nobody has looked for them yet; null: all have been looked for.</summary>
    private LaneGroup? _groupsAfter = new LaneGroup(short.MinValue, "");

    private List<(LaneGroup Name, long FirstId, int Count)>? _toldWhileLooking;

    /// <summary>Tasks that were taken, came back or ended while a read was under way: what it says of them may be old.</summary>
    private HashSet<long>? _left;

    /// <summary>Where to look on for groups; null: all have been looked for.</summary>
    public LaneGroup? GroupsAfter => _groupsAfter;

    /// <summary>Call before a page of groups is read: what is told meanwhile is not in it.</summary>
    public void BeginLook() => _toldWhileLooking = [];

    /// <summary>Takes in a page of the groups that the store has.</summary>
    /// <param name="last">The page's last one; null: there are no more.</param>
    /// <param name="isFirstLook">False: it was looked for them before, and this finds what nobody told of.</param>
    public void FindGroups(IReadOnlyList<LaneGroup> groups, LaneGroup? last, bool isFirstLook)
    {
        foreach (var name in groups.Where(name => isFirstLook || !_groups.ContainsKey(name)))
        {
            var group = GetOrAdd(name, 0);
            MoveBack(group, 0);
            Settle(group);
        }

        if (isFirstLook)
        {
            _groupsAfter = last;
        }

        var told = _toldWhileLooking;
        _toldWhileLooking = null;
        foreach (var (name, firstId, count) in told ?? [])
        {
            Tell(name, firstId, count);
        }
    }

    /// <summary>All groups are read from the start again: it is not known what was missed.</summary>
    public void ReadAll()
    {
        foreach (var group in _groups.Values.ToList())
        {
            group.ToldMeanwhile = group.IsReading ? 0 : null;
            MoveBack(group, 0);
            Settle(group);
        }
    }

    /// <summary>Tasks became ready, and are committed.</summary>
    public void Tell(LaneGroup name, long firstId, int count)
    {
        if (!_groups.TryGetValue(name, out var group))
        {
            if (IsPastLook(name))
            {
                // It will be read with the groups, unless it is being looked for at this moment.
                _toldWhileLooking?.Add((name, firstId, count));
                return;
            }

            group = GetOrAdd(name, firstId - 1);
        }

        if (group.IsReading)
        {
            group.ToldMeanwhile = Math.Min(group.ToldMeanwhile ?? firstId, firstId);
        }
        else if (firstId > group.Place)
        {
            group.MayHaveMore = true;
        }
        else if (count > 1 || group.Points?.Count >= MostPoints)
        {
            MoveBack(group, firstId - 1);
        }
        else if (!_held.ContainsKey(firstId))
        {
            (group.Points ??= []).Add(firstId);
        }

        Settle(group);
    }

    /// <summary>A task became ready, is committed, and is here. False: it is to be read, so <see cref="Tell"/>.</summary>
    public bool Offer(LaneHead head)
    {
        var name = new LaneGroup(head.Rank, head.GroupKey);
        if (!_groups.TryGetValue(name, out var group))
        {
            if (IsPastLook(name) || IsFull)
            {
                return false;
            }

            group = GetOrAdd(name, head.Id - 1);
        }

        if (group.IsReading || IsFull || (group.MayHaveMore && head.Id > group.Place))
        {
            Settle(group);
            return false;
        }

        group.Place = Math.Max(group.Place, head.Id);
        Add(group, head);
        Settle(group);
        return true;
    }

    /// <summary>What to read now; null: nothing. Every plan must be followed by <see cref="Merge"/> or <see cref="GiveUp"/>.</summary>
    public WindowReads? Plan()
    {
        var chosen = Choose();
        if (chosen.Count == 0)
        {
            return null;
        }

        var places = new List<LanePlace>(chosen.Count);
        var points = new List<LanePlace>();
        foreach (var group in chosen)
        {
            points.AddRange((group.Points ?? []).Select(id => new LanePlace(group.Name.Rank, group.Name.GroupKey, id - 1)));
            if (group.MayHaveMore)
            {
                places.Add(new(group.Name.Rank, group.Name.GroupKey, group.Place));
            }

            (group.Points, group.IsReading) = (null, true);
            Settle(group);
        }

        _left = [];
        return new(chosen, places, RowsOfEach, points, (int)Math.Max(LargestPayload, (capacityBytes - _bytes) / 2));
    }

    /// <summary>Takes in what a plan read.</summary>
    public void Merge(WindowReads plan, IReadOnlyList<LaneHead> heads, IReadOnlyList<LaneHead> points)
    {
        var found = new Dictionary<LaneGroup, (int Count, long Last)>();
        long bytes = 0;
        foreach (var head in heads.OrderBy(head => head.Id))
        {
            var name = new LaneGroup(head.Rank, head.GroupKey);
            var (count, last) = found.GetValueOrDefault(name);
            found[name] = (count + 1, Math.Max(last, head.Id));
            bytes += head.Payload.Length;
            AddRead(_groups[name], head);
        }

        var isCut = bytes + LargestPayload >= plan.Bytes && heads.Count > 0;
        foreach (var place in plan.Places)
        {
            var name = new LaneGroup(place.Rank, place.GroupKey);
            var (count, last) = found.GetValueOrDefault(name);
            var group = _groups[name];
            group.Place = Math.Max(group.Place, last);
            group.MayHaveMore = count >= plan.Each || isCut;
        }

        // A point reads the row after its own when that is not ready any more: that one is read in its turn.
        var asked = plan.Points.ToHashSet();
        foreach (var point in points.Where(point => asked.Contains(new(point.Rank, point.GroupKey, point.Id - 1))))
        {
            AddRead(_groups[new(point.Rank, point.GroupKey)], point);
        }

        EndReading(plan);
        Trim();
    }

    /// <summary>A plan could not be read: all of it is to be read again.</summary>
    public void GiveUp(WindowReads plan)
    {
        EndReading(plan);
        foreach (var point in plan.Points)
        {
            Tell(new(point.Rank, point.GroupKey), point.After + 1, 1);
        }
    }

    /// <summary>Reads again what was read since the last look back but one: for lower ids that became visible late, and that nobody told of.</summary>
    public void LookBack()
    {
        foreach (var group in _groups.Values.Where(group => !group.IsReading).ToList())
        {
            (group.Place, group.Mark, group.MayHaveMore) = (Math.Min(group.Mark, group.Place), group.Place, true);
            Settle(group);
        }
    }

    private bool IsFull => _held.Count >= capacity || _bytes >= capacityBytes;

    private bool IsPastLook(LaneGroup name) => _groupsAfter is { } after
        && (name.Rank == after.Rank ? string.CompareOrdinal(name.GroupKey, after.GroupKey) > 0 : name.Rank > after.Rank);

    /// <summary>Of many groups one task each: what is at hand of a group goes before what was not read of others.</summary>
    private int RowsOfEach => Math.Clamp(rows / Math.Max(1, _groups.Count), 1, MostRowsOfGroup);

    /// <summary>The best priorities first, the unknown before those of which something is at hand.</summary>
    private List<WindowGroup> Choose()
    {
        var chosen = new List<WindowGroup>();
        long ahead = 0;
        foreach (var rank in _ranks.Values)
        {
            var most = ahead > 0 || _held.Count >= capacity / 2 || _bytes >= capacityBytes / 2 ? MostPlaces / 10 : MostPlaces;
            chosen.AddRange(rank.Empty.Concat(rank.Wishes).Take(most - chosen.Count));

            ahead += rank.Count + chosen.Count;
            if (chosen.Count >= most || ahead >= capacity / 2 || (chosen.Count > 0 && IsFull))
            {
                break;
            }
        }

        return chosen;
    }

    private static void MoveBack(WindowGroup group, long place)
    {
        group.Place = Math.Min(group.Place, place);
        group.Mark = Math.Min(group.Mark, place);
        group.MayHaveMore = true;
    }

    private void AddRead(WindowGroup group, LaneHead head)
    {
        if (_left?.Contains(head.Id) != true)
        {
            Add(group, head);
        }
    }

    private void EndReading(WindowReads plan)
    {
        _left = null;
        foreach (var group in plan.Groups)
        {
            group.IsReading = false;
            if (group.ToldMeanwhile is { } told)
            {
                group.ToldMeanwhile = null;
                MoveBack(group, told - 1);
            }

            Settle(group);
        }
    }

    /// <summary>Cuts the longest tails, of the last priorities first: the store has them still.</summary>
    private void Trim()
    {
        for (var share = capacity / 4; IsOver; share /= 4)
        {
            foreach (var rank in _ranks.Values.Reverse())
            {
                foreach (var group in rank.Groups.Where(group => group.Heads.Count > share && !group.IsReading).ToList())
                {
                    Cut(group, share);
                    if (!IsOver)
                    {
                        return;
                    }
                }
            }

            if (share == 0)
            {
                return;
            }
        }
    }

    private bool IsOver => _held.Count > capacity || _bytes > capacityBytes;

    private void Cut(WindowGroup group, int share)
    {
        while (group.Heads.Count > share && IsOver)
        {
            var head = group.Heads.TakeLast();
            Drop(group, head);
            MoveBack(group, head.Id - 1);
        }

        Settle(group);
    }

    /// <summary>Puts a group where it belongs after it changed.</summary>
    private void Settle(WindowGroup group)
    {
        var rank = RankOf(group.Name.Rank);
        Place(group.Turn, group.Heads.Count > 0 && !group.IsParked ? rank.Line : null);
        var isLow = group.IsToBeRead && !group.IsReading && !group.IsParked
            && group.Heads.Count < Math.Max(1, RowsOfEach / 2);
        Place(group.Wish, !isLow ? null : group.Heads.Count == 0 ? rank.Empty : rank.Wishes);
        if (group.IsCountedUnknown != group.IsUnknown)
        {
            group.IsCountedUnknown = group.IsUnknown;
            rank.Unknown += group.IsUnknown ? 1 : -1;
        }

        if (group.IsSpent && !group.IsParked)
        {
            rank.Groups.Remove(group);
            _groups.Remove(group.Name);
        }
    }

    private static void Place(LinkedListNode<WindowGroup> node, LinkedList<WindowGroup>? line)
    {
        if (node.List != line)
        {
            node.List?.Remove(node);
            line?.AddLast(node);
        }
    }
}
