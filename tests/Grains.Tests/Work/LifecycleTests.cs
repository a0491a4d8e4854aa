using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Work;

public sealed class LifecycleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static WorkRow NewRow() => new() { Id = 7, Kind = "thing", Queue = "q", CreatedAt = Start };

    /// <summary>A command, the lease number it names relative to the newest, and how many seconds pass before it.</summary>
    public sealed record Step(int Command, int LeaseOffset, int Seconds, int Span);

    public static Arbitrary<Step[]> Histories() => Gen.ArrayOf(
        from command in Gen.Choose(0, 14)
        from offset in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Constant(-1)), (1, Gen.Constant(1)))
        from seconds in Gen.Choose(0, 40)
        from span in Gen.Choose(1, 60)
        select new Step(command, offset, seconds, span)).ToArbitrary();

    /// <summary>Two bits for each bound, and one for a wait that stays the same.</summary>
    private static RetryPolicy PolicyOf(byte bounds) => new()
    {
        MaxAttempts = Bound(bounds & 3),
        MaxFailures = Bound((bounds >> 2) & 3),
        MaxLostLeases = Bound((bounds >> 4) & 3),
        BackOff = (bounds & 64) == 0 ? BackOff.None : new(TimeSpan.FromSeconds(10), 1, TimeSpan.FromSeconds(10)),
    };

    private static int? Bound(int number) => number == 0 ? null : number;

    private static WorkCommand Make(Step step, long newest, DateTimeOffset now)
    {
        var lease = newest + step.LeaseOffset;
        var later = now.AddSeconds(step.Span);
        return step.Command switch
        {
            0 => new WorkCommand.Lease("ann", step.Span % 5 == 0 ? null : later),
            1 => new WorkCommand.Copy("bob", later),
            2 => new WorkCommand.Renew(lease, later),
            3 => new WorkCommand.Complete(lease),
            4 => new WorkCommand.Fail(lease, "broke"),
            5 => new WorkCommand.Fail(lease, "broke", Retry: true, later),
            6 => new WorkCommand.Expire(),
            7 => new WorkCommand.Cancel("enough"),
            8 => new WorkCommand.TimeOut("too long"),
            10 => new WorkCommand.Advance(lease, step.Span % 2 == 0 ? "q" : "next", step.Span),
            9 => new WorkCommand.AcceptLate(step.Span % 2 == 0 ? null : "broke late"),
            11 => new WorkCommand.Release(lease, "not now"),
            12 => new WorkCommand.Lose(lease, "gone"),
            13 => new WorkCommand.Fault(lease, "full"),
            _ => new WorkCommand.Reset(),
        };
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(LifecycleTests)])]
    public void Any_history_agrees_with_the_reference_model(Step[] history, byte bounds)
    {
        var (row, now) = (NewRow(), Start);
        var policy = PolicyOf(bounds);
        var model = new LifecycleModel(policy);
        foreach (var step in history)
        {
            now = now.AddSeconds(step.Seconds);
            var command = Make(step, row.LeaseNumber, now);
            var transition = Lifecycle.Apply(row, command, now, new RetryTerms(policy, 0.5));

            Assert.Equal(model.Apply(command, now), transition.Outcome == ActOutcome.Accepted);
            row = transition.Row;
            Assert.Equal((model.Status, model.Lease, model.Attempt), (row.Status, row.LeaseNumber, row.Attempt));
        }
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(LifecycleTests)])]
    public void What_must_always_hold_holds(Step[] history, byte bounds)
    {
        var terms = new RetryTerms(PolicyOf(bounds), 0.5);
        var (row, now) = (NewRow(), Start);
        var endedLeases = new HashSet<long>();
        foreach (var step in history)
        {
            now = now.AddSeconds(step.Seconds);
            var command = Make(step, row.LeaseNumber, now);
            var (outcome, next, ended) = Lifecycle.Apply(row, command, now, terms);

            Assert.True(next.LeaseNumber >= row.LeaseNumber, "the fencing token never falls");
            Assert.Equal(next.LeaseNumber > row.LeaseNumber, outcome == ActOutcome.Accepted && command is WorkCommand.Lease or WorkCommand.Copy && outcome == ActOutcome.Accepted);
            Assert.Equal(next.Status == WorkStatus.Running, next.LeaseOwner is not null);
            Assert.True(next.Status == WorkStatus.Running || next.LeaseExpiresAt is null, "only a lease runs out");
            Assert.Equal(next.Status.IsTerminal(), next.FinishedAt is not null);
            if (outcome != ActOutcome.Accepted)
            {
                Assert.Same(row, next);
            }

            if (row.Status.IsTerminal() && next.Status != row.Status)
            {
                Assert.True(command is WorkCommand.Reset or WorkCommand.AcceptLate { Error: null }, $"{command} left {row.Status}");
            }

            if (ended is not null)
            {
                Assert.True(endedLeases.Add(ended.LeaseNumber), "a lease ends once");
                Assert.True(ended.EndedAt >= ended.StartedAt);
            }

            if (command is WorkCommand.Reset && outcome == ActOutcome.Accepted)
            {
                Assert.Equal((0, 0), (next.Failures, next.LostLeases));
            }
            else
            {
                Assert.True(next.Failures >= row.Failures && next.LostLeases >= row.LostLeases, "only a reset begins a new budget");
            }

            row = next;
        }
    }

    [Fact]
    public void A_lease_without_an_end_is_never_due_and_never_runs_out()
    {
        var row = Lifecycle.Apply(NewRow(), new WorkCommand.Lease("ann", ExpiresAt: null), Start).Row;

        var expired = Lifecycle.Apply(row, new WorkCommand.Expire(), DateTimeOffset.MaxValue);
        var renewed = Lifecycle.Apply(row, new WorkCommand.Renew(1, Start.AddMinutes(1)), Start).Row;
        var copied = Lifecycle.Apply(row, new WorkCommand.Copy("bob", Start.AddMinutes(1)), Start).Row;

        Assert.Equal(ActOutcome.Conflict, expired.Outcome);
        Assert.All([row, renewed, copied], held => Assert.Equal((WorkStatus.Running, null), (held.Status, held.DueAt)));
    }

    [Fact]
    public void A_lease_that_was_lost_too_often_ends_its_item_and_a_reset_begins_a_new_budget()
    {
        var terms = new RetryTerms(new() { MaxLostLeases = 2 }, 0.5);
        var (row, now) = (NewRow(), Start);
        for (var round = 1; round <= 2; round++)
        {
            row = Lose();
            Assert.Equal((WorkStatus.Queued, 1, null), (row.Status, row.LostLeases, row.Error));
            row = Lose();
            Assert.Equal((WorkStatus.Failed, "its lease was lost twice; the last holder was ann"), (row.Status, row.Error));
            row = Lifecycle.Apply(row, new WorkCommand.Reset(), now, terms).Row;
            Assert.Equal((WorkStatus.Queued, 0, 2 * round), (row.Status, row.LostLeases, row.Attempt));
        }

        WorkRow Lose()
        {
            var held = Lifecycle.Apply(row, new WorkCommand.Lease("ann", now.AddSeconds(1)), now, terms).Row;
            now = now.AddSeconds(1);
            var lost = Lifecycle.Apply(held, new WorkCommand.Expire(), now, terms);
            Assert.Equal((AttemptOutcome.Expired, lost.Row.Error), (lost.Ended!.Outcome, lost.Ended.Error));
            return lost.Row;
        }
    }

    [Fact]
    public void What_is_given_back_in_order_or_for_a_fault_of_its_node_is_not_counted()
    {
        var terms = new RetryTerms(new() { MaxAttempts = 1 }, 0.5);
        var held = Lifecycle.Apply(NewRow(), new WorkCommand.Lease("ann", Start.AddMinutes(1)), Start).Row;

        var released = Lifecycle.Apply(held, new WorkCommand.Release(1, "The node stops."), Start, terms).Row;
        var faulted = Lifecycle.Apply(held, new WorkCommand.Fault(1, "The disk is full."), Start, terms).Row;

        Assert.Equal((WorkStatus.Queued, null, "The node stops."), (released.Status, released.NotBefore, released.Error));
        Assert.Equal((WorkStatus.Queued, Start.AddSeconds(5), "The disk is full."), (faulted.Status, faulted.NotBefore, faulted.Error));
        Assert.All([released, faulted], row => Assert.Equal((0, 0), (row.Failures, row.LostLeases)));
    }

    [Fact]
    public void A_holder_whose_lease_was_given_to_another_changes_nothing()
    {
        var row = Lifecycle.Apply(NewRow(), new WorkCommand.Lease("ann", Start.AddMinutes(1)), Start).Row;
        var late = Start.AddMinutes(2);
        row = Lifecycle.Apply(row, new WorkCommand.Expire(), late).Row;
        row = Lifecycle.Apply(row, new WorkCommand.Lease("bob", late.AddMinutes(1)), late).Row;

        var transition = Lifecycle.Apply(row, new WorkCommand.Complete(LeaseNumber: 1), late);

        Assert.Equal(ActOutcome.Stale, transition.Outcome);
        Assert.Same(row, transition.Row);
        Assert.Equal("bob", row.LeaseOwner);
    }

    [Fact]
    public void Saying_done_twice_under_one_lease_is_accepted_twice_and_ends_one_attempt()
    {
        var row = Lifecycle.Apply(NewRow(), new WorkCommand.Lease("ann", Start.AddMinutes(1)), Start).Row;
        var first = Lifecycle.Apply(row, new WorkCommand.Complete(1), Start.AddSeconds(5));
        var second = Lifecycle.Apply(first.Row, new WorkCommand.Complete(1), Start.AddSeconds(6));

        Assert.Equal(new AttemptView(1, "ann", Start, Start.AddSeconds(5), AttemptOutcome.Completed, null), first.Ended);
        Assert.Equal((ActOutcome.Accepted, null), (second.Outcome, second.Ended));
        Assert.Same(first.Row, second.Row);
    }

    [Fact]
    public void An_item_that_moves_on_waits_in_the_next_queue_and_its_attempt_completed()
    {
        var row = Lifecycle.Apply(NewRow(), new WorkCommand.Lease("ann", Start.AddMinutes(1)), Start).Row;
        var moved = Lifecycle.Apply(row, new WorkCommand.Advance(1, "next", Priority: 3), Start.AddSeconds(5));

        Assert.Equal(new AttemptView(1, "ann", Start, Start.AddSeconds(5), AttemptOutcome.Completed, null), moved.Ended);
        Assert.Equal((WorkStatus.Queued, "next", 3, null), (moved.Row.Status, moved.Row.Queue, moved.Row.Priority, moved.Row.LeaseOwner));
        Assert.Equal(ActOutcome.Conflict, Lifecycle.Apply(moved.Row, new WorkCommand.Advance(1, "third"), Start).Outcome);
    }

    [Fact]
    public void An_item_given_back_for_later_is_not_leased_before_its_time()
    {
        var row = Lifecycle.Apply(NewRow(), new WorkCommand.Lease("ann", Start.AddMinutes(1)), Start).Row;
        row = Lifecycle.Apply(row, new WorkCommand.Fail(1, "busy", Retry: true, NotBefore: Start.AddMinutes(5)), Start).Row;

        var early = Lifecycle.Apply(row, new WorkCommand.Lease("ann", Start.AddMinutes(9)), Start.AddMinutes(4));
        var ready = Lifecycle.Apply(row, new WorkCommand.Lease("ann", Start.AddMinutes(9)), Start.AddMinutes(5));

        Assert.Equal(ActOutcome.Conflict, early.Outcome);
        Assert.Equal((ActOutcome.Accepted, 2, 2L), (ready.Outcome, ready.Row.Attempt, ready.Row.LeaseNumber));
    }
}
