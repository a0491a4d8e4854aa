namespace Switchyard.Compute.Scheduling;

/// <summary>The sources: in configured order, then by who registered first.</summary>
internal sealed partial class SchedulingState
{
    private readonly Dictionary<string, SourceLane[]> _permitted = [];
    private List<SourceLane> _lanes = [];

    public IReadOnlyList<SourceLane> Lanes => _lanes;

    /// <summary>
    /// What a node has now, in place of what it had. Its sources are there, and what ran at them in an earlier life is
    /// forgotten: the node gives it back itself, and its rows are found again.
    /// </summary>
    /// <param name="holds">Which sources are drained or paused, by key.</param>
    public void Register(string node, IReadOnlyList<SourceDefinition> sources, IReadOnlyDictionary<string, SourceHold>? holds = null)
    {
        var keys = sources.Select(source => source.Key).ToHashSet();
        var gone = _lanes.Where(lane => lane.Definition.Node == node && !keys.Contains(lane.Key)).ToList();
        foreach (var lane in gone)
        {
            _lanes.Remove(lane);
            _byKey.Remove(lane.Key);
        }

        foreach (var source in sources)
        {
            if (_byKey.TryGetValue(source.Key, out var lane))
            {
                lane.Define(source);
            }
            else
            {
                _byKey.Add(source.Key, lane = new(source));
                _lanes.Add(lane);
            }

            lane.IsAway = false;
            lane.IsStalled = false;
            Array.ForEach(SlotPools.All, lane.LetSteal);
            lane.Hold = holds?.GetValueOrDefault(source.Key) ?? lane.Hold;
            Forget(lane);
        }

        _lanes = [.. _lanes.OrderBy(lane => lane.Definition.Order)];
        _permitted.Clear();
        foreach (var lane in gone)
        {
            lane.IsAway = true;
            Forget(lane);
            Move(lane.Waiting.ToList());
        }

        // A source that is defined anew may no longer run what waits for it.
        foreach (var lane in sources.Select(source => _byKey[source.Key]))
        {
            Move([.. lane.Waiting.ToList().Where(item => !lane.Permits(item.Entry.Service))]);
        }

        PlaceUnplaced();
    }

    /// <summary>A source's node is not there. What waits for it moves; what ran there is forgotten, unless it may still run.</summary>
    public void Depart(SourceLane lane, bool mayStillRun)
    {
        lane.IsAway = true;
        if (!mayStillRun)
        {
            Forget(lane);
        }

        Move(lane.Waiting.ToList());
    }

    /// <summary>A source's node is there after all.</summary>
    public void Return(SourceLane lane)
    {
        lane.IsAway = false;
        PlaceUnplaced();
    }

    /// <summary>Drains or pauses a source; null resumes it.</summary>
    public void Hold(SourceLane lane, SourceHold? hold)
    {
        lane.Hold = hold;
        if (hold is { IsDrain: true })
        {
            Move(lane.Waiting.ToList());
        }
        else
        {
            PlaceUnplaced();
        }
    }

    /// <summary>Whether any source, there or not, may run the service.</summary>
    public bool Permits(string service) => PermittedLanes(service).Length > 0;

    private SourceLane[] PermittedLanes(string service)
    {
        if (!_permitted.TryGetValue(service, out var lanes))
        {
            _permitted.Add(service, lanes = [.. _lanes.Where(lane => lane.Permits(service))]);
        }

        return lanes;
    }

    private void Forget(SourceLane lane)
    {
        foreach (var item in lane.Running.Values.Order(ScheduledItem.Order).ToList())
        {
            Finished(lane, item.Entry.Id);
        }
    }

    private void PlaceUnplaced() => Move([.. _unplaced]);

    private void Move(IReadOnlyList<ScheduledItem> items)
    {
        foreach (var item in items)
        {
            Unline(item);
            PutInLine(item);
        }
    }
}
