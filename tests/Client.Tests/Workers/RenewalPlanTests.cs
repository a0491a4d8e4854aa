using FsCheck;
using FsCheck.Xunit;

namespace Switchyard.Client.Workers;

public sealed class RenewalPlanTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Nothing_held_nothing_due()
    {
        var plan = RenewalPlan.Of([], Minute);

        Assert.Empty(plan.Due);
        Assert.Null(plan.Next);
    }

    [Fact]
    public void A_lease_is_due_at_a_third()
    {
        LeaseView[] leases = [new(TimeSpan.Zero, Minute, null)];

        Assert.Equal(Minute / 3, RenewalPlan.Of(leases, TimeSpan.FromSeconds(19)).Next);
        Assert.Equal([0], RenewalPlan.Of(leases, Minute / 3).Due);
    }

    [Fact]
    public void What_was_reported_goes_before_that()
    {
        LeaseView[] leases = [new(TimeSpan.Zero, Minute, TimeSpan.FromSeconds(2)), new(TimeSpan.Zero, Minute, null)];

        var plan = RenewalPlan.Of(leases, TimeSpan.FromSeconds(2));

        Assert.Equal([0], plan.Due);
    }

    [Fact]
    public void Those_that_are_due_soon_go_with_the_first()
    {
        LeaseView[] leases = [new(TimeSpan.Zero, Minute, null), new(TimeSpan.FromSeconds(4), Minute, null), new(TimeSpan.FromSeconds(30), Minute, null)];

        Assert.Equal([0, 1], RenewalPlan.Of(leases, Minute / 3).Due);
    }

    [Property]
    public bool Whatever_is_due_is_in_it_or_less_urgent_than_a_thousand_others((ushort Since, ushort Lease)[] held, ushort now)
    {
        LeaseView[] leases = [.. held.Select(one => new LeaseView(TimeSpan.FromSeconds(one.Since), TimeSpan.FromSeconds(1 + one.Lease), null))];
        var at = TimeSpan.FromSeconds(now);

        var plan = RenewalPlan.Of(leases, at);

        var due = Enumerable.Range(0, leases.Length).Where(place => leases[place].DueAt <= at).ToList();
        return (due.Count == 0) == (plan.Due.Count == 0) && due.All(plan.Due.Contains) && plan.Due.Distinct().Count() == plan.Due.Count;
    }

    [Fact]
    public void A_request_has_the_thousand_most_urgent()
    {
        LeaseView[] leases = [.. Enumerable.Range(0, 1_500).Select(place => new LeaseView(TimeSpan.FromMilliseconds(1_500 - place), Minute, null))];

        var plan = RenewalPlan.Of(leases, Minute);

        Assert.Equal(1_000, plan.Due.Count);
        Assert.Equal(1_499, plan.Due[0]);
        Assert.Equal(500, plan.Due.Min());
    }
}
