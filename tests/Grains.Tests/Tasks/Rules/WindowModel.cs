using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks.Rules;

/// <summary>A window beside the rows that it is a cache of, with all that may come between a read's begin and its end.</summary>
internal sealed class WindowModel(int capacity, int rows)
{
    private readonly SortedDictionary<(short Rank, string Group, long Id), LaneHead> _ready = new(
        Comparer<(short Rank, string Group, long Id)>.Create((one, other) =>
            (one.Rank, string.CompareOrdinal(one.Group, other.Group), one.Id).CompareTo((other.Rank, 0, other.Id))));

    private readonly Queue<LaneHead> _reserved = [];
    private readonly List<LaneHead> _out = [];
    private readonly Dictionary<long, long> _leaseOf = [];
    private (WindowReads Plan, IReadOnlyList<LaneHead> Heads, IReadOnlyList<LaneHead> Points)? _read;
    private long _ids;
    private long _leases;

    public FairWindow Window { get; } = new(capacity, 1_000_000, rows);

    public int? OfGroup { get; init; }

    public static LaneHead Head(LaneGroup group, long id, int bytes = 1) =>
        new(id, group.Rank, group.GroupKey, 0, new byte[bytes], null, [], default, null, null, null);

    public void Do(FairWindowTests.Step step)
    {
        var name = new LaneGroup(step.Rank, step.Group);
        switch (step.Act)
        {
            case FairWindowTests.Act.Submit or FairWindowTests.Act.SubmitUntold:
                Submit(name, step.Count, step.Act == FairWindowTests.Act.Submit);
                break;
            case FairWindowTests.Act.Reserve:
                _reserved.Enqueue(Head(name, ++_ids));
                break;
            case FairWindowTests.Act.CommitReserved or FairWindowTests.Act.CommitReservedUntold when _reserved.TryDequeue(out var head):
                Commit(head, step.Act == FairWindowTests.Act.CommitReserved);
                break;
            case FairWindowTests.Act.HandOver when !Window.HasReady && !Window.IsUnknown:
                HandOver(name, step.Count);
                break;
            case FairWindowTests.Act.Take:
                Take(step.Count);
                break;
            case FairWindowTests.Act.End when _out.Count > 0:
                End(_out[step.Count % _out.Count], isOver: true);
                break;
            case FairWindowTests.Act.Return when _out.Count > 0:
                End(_out[step.Count % _out.Count], isOver: false);
                break;
            case FairWindowTests.Act.BeginRead:
                BeginRead();
                break;
            case FairWindowTests.Act.EndRead:
                EndRead();
                break;
            case FairWindowTests.Act.FailRead when _read is { } read:
                Window.GiveUp(read.Plan);
                _read = null;
                break;
            case FairWindowTests.Act.LookBack:
                LookBack();
                break;
        }
    }

    /// <summary>All that is told of, one after the other; none may be left.</summary>
    public IReadOnlyList<LaneHead> Drain()
    {
        while (_reserved.TryDequeue(out var head))
        {
            Commit(head, isTold: true);
        }

        var order = TakeAll();
        Assert.Equal(_ready.Count, _out.Count);
        return order;
    }

    /// <summary>The same of what nobody told of: found by looking back twice.</summary>
    public void DrainAll()
    {
        while (_reserved.TryDequeue(out var head))
        {
            Commit(head, isTold: false);
        }

        TakeAll();
        LookBack();
        TakeAll();
        LookBack();
        TakeAll();
        Assert.Equal(_ready.Count, _out.Count);
    }

    private List<LaneHead> TakeAll()
    {
        var order = new List<LaneHead>();
        while (true)
        {
            for (var reads = 0; Window.IsUnknown; reads++)
            {
                Assert.True(reads < 10_000, "reads without end");
                BeginRead();
                EndRead();
            }

            if (Take(1) is not [var head])
            {
                return order;
            }

            order.Add(head);
        }
    }

    /// <summary>New tasks are offered before they are committed, two at most are taken, and the others leave again until they are.</summary>
    private void HandOver(LaneGroup name, int count)
    {
        LaneHead[] heads = [.. Enumerable.Range(0, count).Select(_ => Head(name, ++_ids))];
        foreach (var head in heads)
        {
            Window.Offer(head);
        }

        var taken = Window.Take(2, 1_000_000, OfGroup);
        Assert.All(taken, head => Assert.Contains(head, heads));
        foreach (var head in heads)
        {
            Window.TakeOut(head.Id);
            _ready.Add((head.Rank, head.GroupKey, head.Id), head);
        }

        foreach (var head in taken)
        {
            Lease(head);
        }

        foreach (var head in heads.Except(taken).Where(head => !Window.Offer(head)))
        {
            Window.Tell(name, head.Id, 1);
        }
    }

    private void Submit(LaneGroup name, int count, bool isTold)
    {
        var first = _ids + 1;
        for (var task = 0; task < count; task++)
        {
            var head = Head(name, ++_ids);
            _ready.Add((name.Rank, name.GroupKey, head.Id), head);
        }

        if (isTold)
        {
            Window.Tell(name, first, count);
        }
    }

    private void Commit(LaneHead head, bool isTold)
    {
        _ready.Add((head.Rank, head.GroupKey, head.Id), head);
        if (isTold && !Window.Offer(head))
        {
            Window.Tell(new(head.Rank, head.GroupKey), head.Id, 1);
        }
    }

    private IReadOnlyList<LaneHead> Take(int count)
    {
        var taken = Window.Take(count, 1_000_000, OfGroup);
        foreach (var head in taken)
        {
            Assert.True(_ready.ContainsKey((head.Rank, head.GroupKey, head.Id)), "it is not ready");
            Assert.DoesNotContain(head, _out);
            Lease(head);
        }

        return taken;
    }

    private void Lease(LaneHead head)
    {
        Window.Out.Lease(head.Id, _leaseOf[head.Id] = ++_leases);
        _out.Add(head);
    }

    /// <summary>What is out is in the rows still, as a claim touches none.</summary>
    private void End(LaneHead head, bool isOver)
    {
        var lease = _leaseOf[head.Id];
        _out.Remove(head);
        Window.End(head.Id, lease, head.GroupKey);
        if (isOver)
        {
            Window.Remove(head.Id);
            _ready.Remove((head.Rank, head.GroupKey, head.Id));
        }
        else
        {
            Window.Tell(new(head.Rank, head.GroupKey), head.Id, 1);
        }
    }

    private void BeginRead()
    {
        if (_read is not null)
        {
            return;
        }

        if (Window.GroupsAfter is { } after)
        {
            var groups = GroupsAfter(after).Take(rows).ToList();
            Window.BeginLook();
            Window.FindGroups(groups, groups.Count < rows ? null : groups[^1], isFirstLook: true);
        }

        if (Window.Plan() is { } plan)
        {
            _read = (plan, Read(plan.Places, plan.Each), Read(plan.Points, 1));
        }
    }

    private void EndRead()
    {
        if (_read is { } read)
        {
            _read = null;
            Window.Merge(read.Plan, read.Heads, read.Points);
        }
    }

    private void LookBack()
    {
        if (Window.GroupsAfter is null)
        {
            Window.BeginLook();
            Window.FindGroups([.. GroupsAfter(new(short.MinValue, ""))], null, isFirstLook: false);
        }

        Window.LookBack();
    }

    private List<LaneHead> Read(IReadOnlyList<LanePlace> places, int each) => [.. places.SelectMany(place => _ready.Values
        .Where(head => head.Rank == place.Rank && head.GroupKey == place.GroupKey && head.Id > place.After)
        .Take(each))];

    private IEnumerable<LaneGroup> GroupsAfter(LaneGroup after) => _ready.Values
        .Select(head => new LaneGroup(head.Rank, head.GroupKey))
        .Distinct()
        .Where(group => (group.Rank, string.CompareOrdinal(group.GroupKey, after.GroupKey)).CompareTo((after.Rank, 0)) > 0);
}
