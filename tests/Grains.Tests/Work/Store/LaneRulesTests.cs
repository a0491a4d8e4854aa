using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Work.Store;

public sealed class LaneRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Gen<LaneRow> Rows { get; } =
        from status in Gen.Elements(Enum.GetValues<WorkStatus>())
        from lease in Gen.Choose(0, 3)
        from newest in Gen.Elements(new AttemptOutcome?[] { null, AttemptOutcome.Completed, AttemptOutcome.Failed, AttemptOutcome.Expired })
        from notBefore in Gen.Elements(new DateTimeOffset?[] { null, Start, Start.AddSeconds(2) })
        select new LaneRow(
            new WorkRow
            {
                Id = 1,
                Kind = "k",
                Queue = "q",
                Status = status,
                CreatedAt = Start,
                LeaseNumber = lease,
                Attempt = lease,
                LeaseOwner = status == WorkStatus.Running ? "holder" : null,
                NotBefore = notBefore,
                Version = 5,
            },
            newest);

    private static Gen<LaneAct> Acts { get; } =
        from verb in Gen.Elements(Enum.GetValues<LaneVerb>())
        from lease in Gen.Choose(0, 4)
        from second in Gen.Choose(0, 3)
        select new LaneAct(verb, 1, lease, Start.AddSeconds(second), "owner", Start.AddHours(1), "error");

    private static Arbitrary<(LaneRow State, LaneAct Act)> Cases { get; } = Arb.From(
        from state in Rows
        from act in Acts
        select (state, act));

    [Property(MaxTest = 2_000)]
    public Property An_act_by_a_lease_that_is_not_the_newest_is_stale_and_changes_nothing() => Prop.ForAll(Cases, test =>
        test.Act.Verb == LaneVerb.Lease || test.Act.LeaseNumber == test.State.Row.LeaseNumber
        || LaneRules.Decide(test.State, test.Act) == new LaneDecision(ActOutcome.Stale));

    [Property(MaxTest = 2_000)]
    public Property Only_a_queued_and_ready_item_is_leased_and_its_number_grows_by_one() => Prop.ForAll(Cases, test =>
    {
        var (state, act) = test;
        var decision = LaneRules.Decide(state, act);
        var leased = decision.Next is { Row.Status: WorkStatus.Running } && state.Row.Status != WorkStatus.Running;
        var may = act.Verb == LaneVerb.Lease && state.Row.Status == WorkStatus.Queued && !(state.Row.NotBefore > act.Now);
        return leased == may
            && (decision.Next?.Row.LeaseNumber ?? state.Row.LeaseNumber) == state.Row.LeaseNumber + (leased ? 1 : 0);
    });

    [Property(MaxTest = 2_000)]
    public Property What_has_ended_stays_as_it_is() => Prop.ForAll(Cases, test =>
        !test.State.Row.Status.IsTerminal() || LaneRules.Decide(test.State, test.Act) is { Next: null, Ended: null, Worker: null });

    [Property(MaxTest = 2_000)]
    public Property A_change_is_one_version_and_a_lease_that_ends_leaves_an_attempt_and_a_free_hand() => Prop.ForAll(Cases, test =>
    {
        var decision = LaneRules.Decide(test.State, test.Act);
        if (decision.Next is not { Row: var next })
        {
            return decision.Ended is null;
        }

        var released = test.State.Row.Status == WorkStatus.Running && next.Status != WorkStatus.Running;
        return next.Version == test.State.Row.Version + 1
            && released == (decision.Ended is not null)
            && released == (decision.Worker?.Held == -1)
            && (next.LeaseOwner is null) == (next.Status != WorkStatus.Running)
            && (next.FinishedAt is not null) == next.Status.IsTerminal();
    });
}
