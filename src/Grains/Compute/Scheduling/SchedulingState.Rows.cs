namespace Switchyard.Compute.Scheduling;

/// <summary>What is known here against what the rows and the sources say.</summary>
internal sealed partial class SchedulingState
{
    private int _pass;

    /// <summary>A pass over all queued rows begins.</summary>
    public void BeginPass() => _pass++;

    /// <summary>The pass met the row of an item, which is queued. Answers whether the item is known here.</summary>
    public bool Saw(long id)
    {
        if (!_items.TryGetValue(id, out var item))
        {
            return false;
        }

        item.SeenInPass = _pass;
        return true;
    }

    /// <summary>The pass has met all rows: what waits here and was not met is queued no longer.</summary>
    public void EndPass()
    {
        foreach (var item in _items.Values.Where(item => !item.Runs && item.SeenInPass < _pass).ToList())
        {
            Withdraw(item.Entry.Id);
        }
    }

    /// <summary>A source was asked what it runs: what is not among it has ended without our hearing of it.</summary>
    /// <param name="askedAt">The tick at which it was asked; what it was given since the tick before may be on its way.</param>
    public void Reconcile(SourceLane lane, IReadOnlyCollection<long> runs, int askedAt)
    {
        foreach (var (id, item) in lane.Running.ToList())
        {
            if (item.StartedAt < askedAt - 1 && !runs.Contains(id))
            {
                Finished(lane, id);
            }
        }
    }
}
