using System.Runtime.CompilerServices;
using Switchyard.Work;

namespace Switchyard.Compute.Scheduling;

/// <summary>
/// Which item waits or runs at which source, and every decision about it. In memory, no clock, no I/O, not thread-safe.
/// The rows of the items are the truth: what is wrong here costs a refused start, never a second run.
/// </summary>
internal sealed partial class SchedulingState
{
    private readonly Dictionary<string, SourceLane> _byKey = [];
    private readonly Dictionary<long, ScheduledItem> _items = [];
    private readonly SortedSet<ScheduledItem> _unplaced = new(ScheduledItem.Order);
    private readonly Dictionary<string, QueuePause> _held = [];
    private int _waiting;

    /// <summary>Grows with each look at the cluster.</summary>
    public int Tick { get; private set; }

    public int Waiting => _waiting + _unplaced.Count;

    public bool Knows(long id) => _items.ContainsKey(id);

    public SourceLane? Lane(string key) => _byKey.GetValueOrDefault(key);

    public void NextTick()
    {
        Tick++;
        foreach (var lane in _lanes)
        {
            lane.NextTick();
        }
    }

    /// <summary>Puts a queued item in a line; one that waits already for the same stays where it is. Answers its source; null: unplaced.</summary>
    public SourceLane? Place(ComputeEntry entry)
    {
        if (_items.TryGetValue(entry.Id, out var known))
        {
            if (known.Runs)
            {
                known.OfferedAgain = entry;
                return known.Lane;
            }

            if (known.Entry == entry)
            {
                return known.Lane;
            }

            Withdraw(entry.Id);
        }

        var item = new ScheduledItem(entry) { SeenInPass = _pass };
        _items.Add(entry.Id, item);
        return PutInLine(item);
    }

    /// <summary>What a source is to start now: the first of its own line, or else of the longest that it may take from.</summary>
    public bool TryStart(SourceLane lane, out ComputeEntry entry)
    {
        if (_waiting == 0 || NextFor(lane) is not { } item)
        {
            entry = default;
            return false;
        }

        var isOwn = item.Lane == lane;
        Unline(item);
        Run(item, lane, isOwn);
        entry = item.Entry;
        return true;
    }

    /// <summary>An item runs at a source, as its row says.</summary>
    public void AddRunning(ComputeEntry entry, SourceLane lane)
    {
        Withdraw(entry.Id);
        if (!_items.ContainsKey(entry.Id))
        {
            var item = new ScheduledItem(entry);
            _items.Add(entry.Id, item);
            Run(item, lane, isOwn: true);
        }
    }

    /// <summary>A run is over, or was none. An item that was offered meanwhile waits again.</summary>
    /// <returns>Where it waits again; null when it does not.</returns>
    public SourceLane? Finished(SourceLane lane, long id)
    {
        if (lane.End(id) is not { } item)
        {
            return null;
        }

        _items.Remove(id);
        lane.IsStalled = false;
        return item.OfferedAgain is { } entry ? Place(entry) : null;
    }

    /// <summary>A source did not start what it was given: the item waits again, and the source is not asked until the next tick.</summary>
    /// <param name="hasNoRoom">The disk of its node is full.</param>
    public void Refused(SourceLane lane, long id, bool hasNoRoom = false)
    {
        (lane.IsStalled, lane.HasNoRoom) = (true, hasNoRoom);
        if (lane.End(id) is { } item)
        {
            item.Runs = false;
            PutInLine(item);
        }
    }

    /// <summary>An item waits no longer. One that runs is left: its source tells when it is over.</summary>
    public void Withdraw(long id)
    {
        if (_items.TryGetValue(id, out var item) && !item.Runs)
        {
            Unline(item);
            _items.Remove(id);
        }
    }

    public void HoldQueue(string queue, QueuePause? pause)
    {
        if (pause is null)
        {
            _held.Remove(queue);
        }
        else
        {
            _held[queue] = pause;
        }
    }

    private ScheduledItem? NextFor(SourceLane lane)
    {
        foreach (var pool in SlotPools.All)
        {
            if (lane.HasFreeSlot(pool) && (lane.Waiting.FirstFor(lane, pool, _held) ?? (lane.MaySteal(pool) ? FirstToSteal(lane, pool) : null)) is { } item)
            {
                return item;
            }
        }

        return null;
    }

    private void Run(ScheduledItem item, SourceLane lane, bool isOwn)
    {
        (item.Lane, item.Runs, item.OfferedAgain, item.StartedAt) = (lane, true, null, Tick);
        lane.Begin(item, isOwn);
    }

    private SourceLane? PutInLine(ScheduledItem item)
    {
        item.Lane = Shortest(item.Entry.Service, item.Entry.Pool);
        if (item.Lane is { } lane)
        {
            lane.Enqueue(item);
            _waiting++;
        }
        else
        {
            _unplaced.Add(item);
        }

        return item.Lane;
    }

    private void Unline(ScheduledItem item)
    {
        if (item.Lane is { } lane)
        {
            lane.Dequeue(item);
            _waiting--;
        }
        else
        {
            _unplaced.Remove(item);
        }
    }

    /// <summary>
    /// The permitted source with the least waiting and running for its slots; the first registered of those that have as
    /// little. A paused one takes its share of what must wait, but nothing that another could start at once.
    /// </summary>
    /// <remarks>Optimised from the first call on: a busy start of a node is no time to interpret it a thousand times.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private SourceLane? Shortest(string service, SlotPool pool)
    {
        SourceLane? best = null;
        foreach (var lane in PermittedLanes(service))
        {
            if (lane.TakesItems && (best is null || IsShorter(lane, best, pool)))
            {
                best = lane;
            }
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsShorter(SourceLane lane, SourceLane best, SlotPool pool) =>
        lane.HasFreeSlot(pool) == best.HasFreeSlot(pool)
            ? (long)lane.Load(pool) * best.Slots < (long)best.Load(pool) * lane.Slots
            : lane.HasFreeSlot(pool);

    /// <summary>
    /// Nothing is taken from a source with a free slot. From a paused one it is: what waits there must not starve beside an
    /// idle source.
    /// </summary>
    private ScheduledItem? FirstToSteal(SourceLane thief, SlotPool pool)
    {
        SourceLane? longest = null;
        var most = 0;
        foreach (var lane in _lanes)
        {
            if (lane.Waiting.CountIn((int)pool) == 0 || lane.HasFreeSlot(pool) || lane == thief)
            {
                continue;
            }

            var count = lane.Waiting.CountFor(thief, pool, _held);
            if (count > 0 && (longest is null || (long)count * longest.Slots > (long)most * lane.Slots))
            {
                (longest, most) = (lane, count);
            }
        }

        return longest?.Waiting.FirstFor(thief, pool, _held);
    }
}
