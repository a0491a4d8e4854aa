using FsCheck;
using FsCheck.Xunit;

namespace Switchyard.Client.Workers;

public sealed class LeaseRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Property]
    public bool Two_more_tries_fit_between_the_renewal_and_the_loss(NonNegativeInt since, PositiveInt lease)
    {
        var (began, length) = (TimeSpan.FromMilliseconds(since.Get), TimeSpan.FromMilliseconds(lease.Get));
        var (renew, lost) = (LeaseRule.RenewAt(began, length), LeaseRule.LostAt(began, length));
        return renew > began && lost - renew > length / 2 && lost < began + length;
    }

    [Fact]
    public void A_lease_that_was_asked_for_is_as_long_as_that_whatever_the_clocks_say() =>
        Assert.Equal(TimeSpan.FromSeconds(5), LeaseRule.Length(TimeSpan.FromSeconds(5), Now.AddHours(3), Now, Now));

    [Fact]
    public void Otherwise_it_goes_by_the_nodes_clock_which_is_told_in_whole_seconds() =>
        Assert.Equal(TimeSpan.FromSeconds(59), LeaseRule.Length(null, Now.AddSeconds(60), Now, Now.AddHours(2)));

    [Fact]
    public void And_without_that_by_ours() => Assert.Equal(TimeSpan.FromSeconds(60), LeaseRule.Length(null, Now.AddSeconds(60), null, Now));

    [Fact]
    public void It_is_never_shorter_than_a_second_nor_longer_than_a_day()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), LeaseRule.Length(null, Now.AddSeconds(-60), Now, Now));
        Assert.Equal(TimeSpan.FromDays(1), LeaseRule.Length(null, Now.AddDays(60), Now, Now));
    }
}
