using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Work;

public sealed class RetryRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly BackOff Doubled = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(60), 0.2);

    /// <summary>What happens to one item: 'f' it fails, 'l' its lease is lost, 'n' its node fails it, 'r' an operator tries it again.</summary>
    public sealed record Life(RetryPolicy Policy, string Ends);

    public static Arbitrary<Life> Lives() => (
        from attempts in Bound(12)
        from failures in Bound(6)
        from losses in Bound(6)
        from ends in Gen.Frequency(
            (5, Gen.Constant('f')), (5, Gen.Constant('l')), (3, Gen.Constant('n')), (1, Gen.Constant('r'))).ArrayOf(40)
        select new Life(
            new() { MaxAttempts = attempts, MaxFailures = failures, MaxLostLeases = losses, BackOff = Doubled }, new(ends))).ToArbitrary();

    [Property(MaxTest = 2000, Arbitrary = [typeof(RetryRuleTests)])]
    public void An_item_is_given_up_when_its_budget_is_used_up_and_never_before(Life life)
    {
        var (row, failures, losses, isGivenUp) = (Running(), 0, 0, false);
        foreach (var what in life.Ends)
        {
            if (what == 'r')
            {
                (row, failures, losses, isGivenUp) = (RetryRule.Anew(row), 0, 0, false);
                continue;
            }

            if (isGivenUp)
            {
                continue;
            }

            AttemptEnd end = what switch { 'f' => new AttemptEnd.Failed("broke"), 'l' => new AttemptEnd.LeaseLost(null), _ => new AttemptEnd.NodeFault("full") };
            var verdict = RetryRule.Decide(row, end, new(life.Policy, 0.5), Now);
            row = RetryRule.Count(row, end);
            failures += what == 'f' ? 1 : 0;
            losses += what == 'l' ? 1 : 0;

            // Told again, as plainly as can be.
            isGivenUp = what switch
            {
                'n' => false,
                'f' => failures == life.Policy.MaxFailures || failures + losses == life.Policy.MaxAttempts,
                _ => losses == life.Policy.MaxLostLeases || failures + losses == life.Policy.MaxAttempts,
            };
            Assert.Equal((failures, losses), (row.Failures, row.LostLeases));
            Assert.Equal(isGivenUp, verdict is RetryVerdict.GivenUp);
            if (verdict is RetryVerdict.Again { At: { } at })
            {
                var seconds = what == 'n' ? 5 : Enumerable.Range(1, failures + losses - 1).Aggregate(1, (wait, _) => Math.Min(60, 2 * wait));
                Assert.Equal(TimeSpan.FromSeconds(seconds), at - Now);
            }
        }
    }

    [Property(MaxTest = 2000)]
    public void A_wait_is_within_its_jitter_and_never_longer_than_the_most(PositiveInt times, byte chance, byte jitter)
    {
        var share = jitter / 255.0;
        var plain = (Doubled with { Jitter = 0 }).After(times.Get).TotalSeconds;

        var wait = (Doubled with { Jitter = share }).After(times.Get, chance / 255.0).TotalSeconds;

        Assert.InRange(wait, (plain * (1 - share)) - 1e-6, Math.Min(60, plain * (1 + share)) + 1e-6);
    }

    [Fact]
    public void Without_a_back_off_an_item_comes_again_at_once_and_without_bounds_for_ever()
    {
        var worn = Running() with { Failures = 1_000_000, LostLeases = 1_000_000 };

        Assert.Equal(new RetryVerdict.Again(null), RetryRule.Decide(worn, new AttemptEnd.LeaseLost(null), RetryTerms.Endless, Now));
        Assert.Equal(new RetryVerdict.Again(null), RetryRule.Decide(worn, new AttemptEnd.Failed("broke"), RetryTerms.Endless, Now));
    }

    [Fact]
    public void The_usual_policy_waits_longer_each_time_up_to_an_hour_and_fails_the_fifth_attempt()
    {
        var waits = Enumerable.Range(1, 20).Select(times => RetryPolicy.Usual.BackOff.After(times).TotalSeconds).ToList();

        Assert.Equal([1, 2, 4, 8], waits[..4]);
        Assert.Equal(3600, waits[^1]);
        Assert.Equal(TimeSpan.FromSeconds(0.8), RetryPolicy.Usual.BackOff.After(1, chance: 0));
        var terms = new RetryTerms(RetryPolicy.Usual, 0.5);
        var fifth = Running() with { Failures = 2, LostLeases = 2 };
        Assert.Equal(new RetryVerdict.GivenUp("broke"), RetryRule.Decide(fifth, new AttemptEnd.Failed("broke"), terms, Now));
        Assert.Equal(
            new RetryVerdict.GivenUp("its lease was lost 3 times and it failed twice; the last holder was ann"),
            RetryRule.Decide(fifth, new AttemptEnd.LeaseLost(null), terms, Now));
    }

    [Fact]
    public void Who_gives_an_item_up_names_its_last_holder_and_what_is_known_of_it()
    {
        var terms = new RetryTerms(new() { MaxLostLeases = 10 }, 0.5);
        var worn = Running() with { LostLeases = 9 };

        Assert.Equal(
            new RetryVerdict.GivenUp("its lease was lost 10 times; the last holder was ann"),
            RetryRule.Decide(worn, new AttemptEnd.LeaseLost(null), terms, Now));
        Assert.Equal(
            new RetryVerdict.GivenUp("its lease was lost 10 times; the last holder was ann: The node is gone."),
            RetryRule.Decide(worn, new AttemptEnd.LeaseLost("The node is gone."), terms, Now));
    }

    private static Gen<int?> Bound(int most) => Gen.Frequency((1, Gen.Constant<int?>(null)), (3, Gen.Choose(1, most).Select(bound => (int?)bound)));

    private static WorkRow Running() => new()
    {
        Id = 7,
        Kind = "thing",
        Queue = "q",
        CreatedAt = Now,
        Status = WorkStatus.Running,
        LeaseOwner = "ann",
        LeaseNumber = 1,
    };
}
