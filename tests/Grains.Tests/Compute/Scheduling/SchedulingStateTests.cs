using Switchyard.Work;

namespace Switchyard.Compute.Scheduling;

public sealed class SchedulingStateTests
{
    private static readonly QueuePause Pause = new("ann", "upgrade", DateTimeOffset.UnixEpoch);

    private readonly SchedulingState _state = new();

    [Fact]
    public void Five_items_on_two_idle_sources_of_one_slot_go_0_1_0_1_0()
    {
        Register("a", Source("0"), Source("1", order: 1));

        Assert.Equal(["0", "1", "0", "1", "0"], Enumerable.Range(1, 5).Select(id => PlaceAndStart(id)));
    }

    [Fact]
    public void A_line_is_as_long_as_it_is_for_its_slots()
    {
        Register("a", Source("big", slots: 4), Source("small", order: 1));

        // 0/4 and 0/1, 1/4 and 0/1, 1/4 and 1/1, 2/4, 3/4, 4/4 and 1/1: a tie.
        Assert.Equal(["big", "small", "big", "big", "big", "big", "small"], Enumerable.Range(1, 7).Select(id => PlaceAndStart(id)));
    }

    [Fact]
    public void The_configured_order_breaks_ties_whoever_registers_first()
    {
        Register("b", Source("gpu1", node: "b", order: 1));
        Register("a", Source("gpu0", node: "a"));

        Assert.Equal(["gpu0@a", "gpu1@b"], _state.Lanes.Select(lane => lane.Key));
        Assert.Equal("gpu0", PlaceAndStart(1));
    }

    [Fact]
    public void An_idle_source_takes_the_oldest_that_it_may_run_from_the_longest_line()
    {
        Register("a", Source("0", services: ["x", "y"]), Source("1", order: 1, services: ["x"]), Source("thief", order: 2, services: ["y"]));
        _state.Hold(Lane("thief"), new(IsDrain: true, "ann"));
        Place(1, "y");
        Start("0");
        Place(2, "x");
        Start("1");
        Enumerable.Range(3, 3).ToList().ForEach(id => Place(id, "x"));
        Place(6, "y");
        Place(7, "y");
        _state.Hold(Lane("thief"), null);

        Assert.Equal(("0", 2), At(6));
        Assert.Equal(6, Start("thief"));
        Assert.Null(Start("thief"));
        Finish("thief", 6);
        Assert.Equal(7, Start("thief"));
    }

    [Fact]
    public void Nothing_is_taken_from_a_source_with_a_free_slot()
    {
        Register("a", Source("0", slots: 2), Source("1", order: 1));
        Place(1, "x");
        Place(2, "x");
        Place(3, "x");

        Assert.Equal([("0", 0), ("1", 0), ("0", 1)], [At(1), At(2), At(3)]);
        Assert.Equal(2, Start("1"));
        Finish("1", 2);
        Assert.Null(Start("1"));
        Assert.Equal(1, Start("0"));
        Assert.Null(Start("1"));
        Assert.Equal(3, Start("0"));
    }

    [Fact]
    public void A_source_that_ends_moments_before_another_leaves_it_what_was_placed_there()
    {
        Register("a", Source("0"), Source("1", order: 1));
        Enumerable.Range(1, 5).ToList().ForEach(id => PlaceAndStart(id));
        _state.Finished(Lane("1"), 2);
        Assert.Equal(4, Start("1"));
        _state.Finished(Lane("0"), 1);
        Assert.Equal(3, Start("0"));

        _state.Finished(Lane("1"), 4);
        Assert.Null(Start("1"));
        _state.Finished(Lane("0"), 3);
        Assert.Equal(5, Start("0"));
    }

    [Fact]
    public void A_source_that_is_idle_for_a_tick_or_comes_back_takes_from_others_whatever_it_did_before()
    {
        Register("a", Source("0"));
        Register("b", Source("1", node: "b", order: 1));
        Enumerable.Range(1, 5).ToList().ForEach(id => PlaceAndStart(id));
        _state.Hold(Lane("1"), new(IsDrain: true, "ann"));
        _state.Hold(Lane("1"), null);
        _state.NextTick();
        _state.Finished(Lane("1"), 2);
        Assert.Null(Start("1"));
        _state.NextTick();
        Assert.Equal(3, Start("1"));

        _state.Depart(Lane("1"), mayStillRun: false);
        Register("b", Source("1", node: "b", order: 1));
        Assert.Equal(4, Start("1"));
    }

    [Fact]
    public void What_waits_at_a_paused_source_is_taken_by_an_idle_one()
    {
        Register("a", Source("0"), Source("1", order: 1));
        Enumerable.Range(1, 3).ToList().ForEach(id => PlaceAndStart(id));
        _state.Hold(Lane("0"), new(IsDrain: false, "ann"));

        Assert.Equal("source 0 is paused by ann", _state.Find(3)!.Reason);
        Finish("0", 1);
        Assert.Null(Start("0"));
        Finish("1", 2);
        Assert.Equal(3, Start("1"));
    }

    [Fact]
    public void A_paused_source_gets_nothing_that_another_can_start_at_once()
    {
        Register("a", Source("0"), Source("1", order: 1));
        _state.Hold(Lane("0"), new(IsDrain: false, "ann"));

        Assert.Equal(["1", "0"], [PlaceAndStart(1), PlaceAndStart(2)]);
        _state.Hold(Lane("0"), null);
        Assert.Equal(2, Start("0"));
    }

    [Fact]
    public void Draining_moves_what_waits_and_not_what_runs()
    {
        Register("a", Source("0"), Source("1", order: 1));
        Enumerable.Range(1, 5).ToList().ForEach(id => PlaceAndStart(id));

        _state.Hold(Lane("0"), new(IsDrain: true, "ann"));
        Assert.Equal((1, 0), (Lane("0").Running.Count, Lane("0").Waiting.Count));
        Assert.Equal([3L, 4L, 5L], Lane("1").Waiting.ToList().Select(item => item.Entry.Id));
        Assert.Equal("1", PlaceAndStart(6));
        Assert.Equal((SourceState.Draining, SourceState.Active), (Lane("0").State, Lane("1").State));
    }

    [Fact]
    public void People_are_told_why_an_item_waits()
    {
        Register("a", Source("gpu0", services: ["x"]));
        Register("b", Source("gpu1", node: "b", order: 1, services: ["y"]), Source("gpu2", node: "b", order: 2, services: ["y"]));
        PlaceAndStart(1);
        Enumerable.Range(2, 3).ToList().ForEach(id => Place(id, "x"));
        Assert.Equal(new PlacementView("gpu0", false, 2, "position 3 at gpu0", WaitingCodes.Behind), _state.Find(4));
        Assert.Equal(new PlacementView("gpu0", true, 0, null), _state.Find(1));

        Place(5, "z");
        Assert.Equal(("no source may run z", WaitingCodes.NoSource), (_state.Find(5)!.Reason, _state.Find(5)!.Code));

        Place(6, "y");
        _state.Depart(Lane("gpu1"), mayStillRun: false);
        _state.Hold(Lane("gpu2"), new(IsDrain: true, "ann"));
        Assert.Equal(
            new PlacementView(null, false, 0, "no source that may run y is here (gpu1@b is away, gpu2@b is drained by ann)", WaitingCodes.SourcePaused), _state.Find(6));
        Register("b", Source("gpu1", node: "b", order: 1, services: ["y"]));
        Assert.Equal(("position 1 at gpu1", WaitingCodes.SourceBusy), (_state.Find(6)!.Reason, _state.Find(6)!.Code));
        _state.Depart(Lane("gpu1"), mayStillRun: false);
        Assert.Equal(WaitingCodes.SourceAway, _state.Find(6)!.Code);
        Register("b", Source("gpu1", node: "b", order: 1, services: ["y"]));
        _state.Hold(Lane("gpu1"), new(IsDrain: false, "ann"));
        Assert.Equal(("source gpu1 is paused by ann", WaitingCodes.SourcePaused), (_state.Find(6)!.Reason, _state.Find(6)!.Code));
        _state.Hold(Lane("gpu1"), null);

        _state.HoldQueue("q", Pause);
        Assert.Equal(("queue q is paused by ann: upgrade", WaitingCodes.QueuePaused), (_state.Find(6)!.Reason, _state.Find(6)!.Code));
        Assert.Null(_state.Find(99));
    }

    [Fact]
    public void Sources_of_one_name_are_told_apart_by_their_nodes()
    {
        Register("a", Source("cpu"));
        Register("b", Source("cpu", node: "b"));

        PlaceAndStart(1);
        Assert.Equal("cpu@a", _state.Find(1)!.Source);
        Assert.Equal(2, _state.Named("cpu").Count);
        Assert.Equal("cpu@b", Assert.Single(_state.Named("cpu@b")).Key);
    }

    [Fact]
    public void A_source_that_may_no_longer_run_a_service_loses_what_waits_for_it()
    {
        Register("a", Source("0", services: ["x"]), Source("1", order: 1, services: ["y"]));
        Place(1, "x");
        Register("a", Source("0", services: ["y"]), Source("1", order: 1, services: ["x", "y"]));

        Assert.Equal("1", _state.Find(1)!.Source);
        Assert.True(_state.Permits("x"));
        Assert.False(_state.Permits("z"));
    }

    [Fact]
    public void An_item_that_is_queued_again_before_its_source_says_that_it_ended_waits_again()
    {
        Register("a", Source("0"));
        PlaceAndStart(1);
        Place(1, "x");
        Assert.True(_state.Find(1)!.Runs);

        Finish("0", 1);
        Assert.False(_state.Find(1)!.Runs);
        Assert.Equal(1, Start("0"));
    }

    [Fact]
    public void A_pass_over_the_rows_forgets_what_is_not_among_them()
    {
        Register("a", Source("0"));
        PlaceAndStart(1);
        Place(2, "x");
        Place(3, "x");

        _state.BeginPass();
        Assert.True(_state.Saw(3));
        Assert.False(_state.Saw(9));
        Place(4, "x");
        _state.EndPass();
        Assert.Equal([1, 3, 4], _state.Items().Select(item => item.Entry.Id).Order());
    }

    [Fact]
    public void What_a_source_does_not_run_any_more_has_ended_unless_it_was_given_to_it_just_now()
    {
        Register("a", Source("0", slots: 3));
        PlaceAndStart(1);
        PlaceAndStart(2);
        _state.NextTick();
        PlaceAndStart(3);
        _state.NextTick();

        _state.Reconcile(Lane("0"), [2], _state.Tick);
        Assert.Equal([2, 3], Lane("0").Running.Keys.Order());
    }

    [Fact]
    public void What_waits_for_the_network_never_waits_for_what_computes()
    {
        Register("a", Source("0"), Source("1", order: 1));
        Enumerable.Range(1, 6).ToList().ForEach(id => PlaceAndStart(id));

        Assert.Equal(["0", "1"], Enumerable.Range(7, 2).Select(id => PlaceAndStart(id, SlotPool.Network)));
        Assert.All([7, 8], id => Assert.True(_state.Find(id)!.Runs));
        PlaceAndStart(9, SlotPool.Network);
        Assert.False(_state.Find(9)!.Runs);
        Finish("1", 8);
        Assert.Equal(9, Start("1"));
    }

    [Fact]
    public void An_item_that_is_offered_for_its_next_step_while_it_runs_waits_for_that_one()
    {
        Register("a", Source("0"));
        PlaceAndStart(1, SlotPool.Network);
        PlaceAndStart(2);
        _state.Place(new(1, "thing", "next", "q2"));
        Finish("0", 1);

        Assert.Null(Start("0"));
        Finish("0", 2);
        Assert.True(_state.TryStart(Lane("0"), out var entry));
        Assert.Equal((1, "next", SlotPool.Compute), (entry.Id, entry.Service, entry.Pool));
    }

    private static SourceDefinition Source(string name, int slots = 1, string node = "a", int order = 0, params string[] services) =>
        new(name, node, slots, services, order);

    private void Register(string node, params SourceDefinition[] sources) => _state.Register(node, sources);

    private SourceLane Lane(string name) => Assert.Single(_state.Named(name));

    private SourceLane? Place(long id, string service, SlotPool pool = SlotPool.Compute) =>
        _state.Place(new(id, "thing", service, "q", Pool: pool));

    private string? PlaceAndStart(long id, SlotPool pool = SlotPool.Compute)
    {
        var lane = Place(id, "x", pool);
        if (lane is not null)
        {
            _state.TryStart(lane, out _);
        }

        return lane?.Definition.Name;
    }

    private long? Start(string source) => _state.TryStart(Lane(source), out var entry) ? entry.Id : null;

    /// <summary>The run is over, and the source has been idle for a while.</summary>
    private void Finish(string source, long id)
    {
        _state.Finished(Lane(source), id);
        Array.ForEach(SlotPools.All, Lane(source).LetSteal);
    }

    private (string? Source, int Position) At(long id) => (_state.Find(id)?.Source, Position(id));

    private int Position(long id) => _state.Find(id)!.Position;
}
