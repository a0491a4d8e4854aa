using Switchyard.Work;

namespace Switchyard.Compute.Scheduling;

/// <summary>Which source is idle, and why.</summary>
public sealed class IdleReasonTests
{
    private readonly SchedulingState _state = new();

    public IdleReasonTests() => _state.Register(
        "a", [new("gpu0", "a", 1, ["x"]), new("gpu1", "a", 2, ["y"], Order: 1)], new Dictionary<string, SourceHold>());

    private SourceLane Gpu0 => _state.Lane("gpu0@a")!;

    private SourceLane Gpu1 => _state.Lane("gpu1@a")!;

    [Fact]
    public void Without_anything_that_waits_it_has_nothing_to_do() => Assert.Equal(new(IdleCodes.NothingWaits, "nothing waits"), _state.WhyIdle(Gpu0));

    [Fact]
    public void One_whose_slots_are_taken_is_not_idle_and_one_with_a_slot_left_is()
    {
        Run(Gpu0, Entry(1, "x"));
        Run(Gpu1, Entry(2, "y"));

        Assert.Null(_state.WhyIdle(Gpu0));
        Assert.Equal(IdleCodes.NothingWaits, _state.WhyIdle(Gpu1)?.Code);
    }

    [Fact]
    public void What_only_waits_for_the_network_takes_no_slot_for_what_computes()
    {
        Run(Gpu0, Entry(1, "x") with { Pool = SlotPool.Network });

        Assert.Equal(IdleCodes.NothingWaits, _state.WhyIdle(Gpu0)?.Code);
    }

    [Fact]
    public void What_waits_for_others_is_told()
    {
        Run(Gpu0, Entry(1, "x"));
        _state.Place(Entry(2, "x"));
        _state.Place(Entry(3, "z"));

        Assert.Equal(new(IdleCodes.OtherServices, "2 wait for services that it may not run: x, z"), _state.WhyIdle(Gpu1));
    }

    [Fact]
    public void A_paused_queue_is_told_with_who_and_why()
    {
        _state.HoldQueue("q", new QueuePause("ann", "upgrade", DateTimeOffset.UnixEpoch));
        _state.Place(Entry(1, "x"));

        Assert.Equal(new(IdleCodes.QueuePaused, "queue q is paused by ann: upgrade; 1 waits"), _state.WhyIdle(Gpu0));
        _state.HoldQueue("q", null);
        Assert.Equal(IdleCodes.Starting, _state.WhyIdle(Gpu0)?.Code);
    }

    [Fact]
    public void Who_holds_it_a_full_disk_and_a_node_that_is_gone_come_first()
    {
        _state.Place(Entry(1, "x"));
        Assert.True(_state.TryStart(Gpu0, out var entry));
        _state.Refused(Gpu0, entry.Id, hasNoRoom: true);
        Assert.Equal(new(IdleCodes.DiskFull, "the disk of a is full"), _state.WhyIdle(Gpu0));

        _state.Hold(Gpu0, new SourceHold(IsDrain: false, "bob"));
        Assert.Equal(new(IdleCodes.Paused, "paused by bob"), _state.WhyIdle(Gpu0));
        _state.Hold(Gpu0, new SourceHold(IsDrain: true, "bob"));
        Assert.Equal(new(IdleCodes.Draining, "drained by bob"), _state.WhyIdle(Gpu0));

        _state.Depart(Gpu0, mayStillRun: false);
        Assert.Equal(new(IdleCodes.Away, "the node a is not in the cluster"), _state.WhyIdle(Gpu0));
    }

    [Fact]
    public void A_view_has_what_runs_and_what_is_next_in_order()
    {
        Run(Gpu0, Entry(1, "x"));
        for (var id = 10; id > 2; id--)
        {
            _state.Place(Entry(id, "x"));
        }

        _state.Place(Entry(20, "x") with { Priority = -1 });
        var view = _state.View(Gpu0, completed: 7);

        Assert.Equal([1L], view.Runs.Select(item => item.Id));
        Assert.Equal([20L, 3, 4, 5, 6], view.Next.Select(item => item.Id));
        Assert.Equal((1, 9, 7L), (view.Running, view.Waiting, view.Completed));
    }

    private static ComputeEntry Entry(long id, string service) => new(id, "kind", service, "q");

    private void Run(SourceLane lane, ComputeEntry entry) => _state.AddRunning(entry, lane);
}
