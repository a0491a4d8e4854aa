using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Work;

namespace Switchyard.Compute.Scheduling;

public sealed class SchedulingStateProperties
{
    private static readonly QueuePause Pause = new("ann", "upgrade", DateTimeOffset.UnixEpoch);

    private static readonly SourceDefinition[] Sources =
    [
        new("gpu0", "a", 1, ["x", "y"]),
        new("gpu1", "a", 2, [], 1),
        new("gpu2", "b", 1, ["y"], 2),
        new("cpu", "b", 4, ["x", "z"], 3),
    ];

    /// <summary>What happens, to which source, and to which of the items.</summary>
    public sealed record Step(int What, int Source, int Item);

    public static Arbitrary<Step[]> Histories() => Gen.ArrayOf(
        from what in Gen.Frequency((8, Gen.Constant(0)), (10, Gen.Constant(1)), (5, Gen.Constant(2)), (4, Gen.Choose(3, 14)))
        from source in Gen.Choose(0, Sources.Length - 1)
        from item in Gen.Choose(1, 40)
        select new Step(what, source, item)).ToArbitrary();

    [Property(MaxTest = 2000, Arbitrary = [typeof(SchedulingStateProperties)])]
    public void Any_history_agrees_with_the_model(Step[] history)
    {
        var (state, model) = (NewState(), new SchedulingModel(Sources));
        foreach (var step in history)
        {
            Do(state, model, step);
            var known = state.Items().Select(item => (item.Entry.Id, IndexOf(item.Lane), item.Runs)).OrderBy(item => item.Id);
            Assert.Equal(model.Items.OrderBy(item => item.Id), known);
        }
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(SchedulingStateProperties)])]
    public void What_must_always_hold_holds(Step[] history)
    {
        var (state, model) = (NewState(), new SchedulingModel(Sources));
        foreach (var step in history)
        {
            Do(state, model, step);
            Assert.All(state.Lanes, lane =>
            {
                Assert.True(lane.Running.Count <= lane.Definition.Slots);
                Assert.True(lane.TakesItems || lane.Waiting.Count == 0);
                Assert.All(lane.Waiting.ToList(), item => Assert.True(item.Lane == lane && !item.Runs && lane.Permits(item.Entry.Service)));
                Assert.All(lane.Running.Values, item => Assert.True(item.Lane == lane && item.Runs && lane.Permits(item.Entry.Service)));
            });
            Assert.Equal(
                state.Items().Count(),
                state.Waiting + state.Lanes.Sum(lane => lane.Running.Count));
            Assert.All(state.Items().Where(item => item.Lane is null), item =>
                Assert.DoesNotContain(state.Lanes, lane => lane.TakesItems && lane.Permits(item.Entry.Service)));
        }
    }

    private static SchedulingState NewState()
    {
        var state = new SchedulingState();
        state.Register("a", Sources[..2]);
        state.Register("b", Sources[2..]);
        return state;
    }

    private static void Do(SchedulingState state, SchedulingModel model, Step step)
    {
        var lane = state.Lanes[step.Source];
        switch (step.What)
        {
            case 0:
                // The service and the rest are the item's own: they never change.
                ComputeEntry entry = new(step.Item, "thing", "xyz"[step.Item % 3].ToString(), step.Item % 5 == 0 ? "slow" : "fast", step.Item % 7 == 0 ? -1 : 0);
                state.Place(entry);
                model.Place(entry);
                break;
            case 1:
                Assert.Equal(model.Start(step.Source), state.TryStart(lane, out var started) ? started.Id : null);
                break;
            case 2 or 3:
                var running = lane.Running.Keys.Order().ElementAtOrDefault(step.Item % 4);
                if (step.What == 2)
                {
                    state.Finished(lane, running);
                    model.Finish(step.Source, running);
                }
                else if (running > 0)
                {
                    state.Refused(lane, running);
                    model.Refuse(step.Source, running);
                }

                break;
            case 4:
                state.Withdraw(step.Item);
                model.Withdraw(step.Item);
                break;
            case 5:
                state.NextTick();
                model.NextTick();
                break;
            case 6 or 7 or 8:
                state.Hold(lane, step.What == 6 ? null : new(step.What == 7, "ann"));
                model.Hold(step.Source, step.What switch { 6 => SourceState.Active, 7 => SourceState.Draining, _ => SourceState.Paused });
                break;
            case 9 or 10:
                state.Depart(lane, step.What == 9);
                model.Depart(step.Source, step.What == 9);
                break;
            case 11:
                state.Return(lane);
                model.Return(step.Source);
                break;
            case 14:
                Array.ForEach(SlotPools.All, lane.LetSteal);
                model.Idle(step.Source);
                break;
            default:
                state.HoldQueue("slow", step.What == 12 ? Pause : null);
                model.HoldQueue("slow", step.What == 12);
                break;
        }
    }

    private static int? IndexOf(SourceLane? lane) => lane?.Definition.Order;
}
