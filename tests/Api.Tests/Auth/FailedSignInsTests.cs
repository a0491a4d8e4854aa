using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Switchyard.Auth;

public sealed class FailedSignInsTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.0.2.7");

    private readonly FakeTimeProvider _time = new();
    private readonly FailedSignIns _signIns;

    public FailedSignInsTests()
    {
        _signIns = new FailedSignIns(_time);
    }

    [Fact]
    public void Ten_failures_within_a_minute_close_an_address_for_a_minute()
    {
        for (var failure = 1; failure < FailedSignIns.MostFailures; failure++)
        {
            Assert.False(_signIns.Add(Guesser));
            _time.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.Null(_signIns.ClosedFor(Guesser));
        Assert.True(_signIns.Add(Guesser));
        Assert.Equal(TimeSpan.FromMinutes(1), _signIns.ClosedFor(Guesser));
        Assert.Null(_signIns.ClosedFor(IPAddress.Parse("192.0.2.8")));

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TimeSpan.FromSeconds(1), _signIns.ClosedFor(Guesser));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_signIns.ClosedFor(Guesser));
        Assert.False(_signIns.Add(Guesser));
    }

    [Fact]
    public void Failures_that_come_slowly_close_nothing()
    {
        for (var failure = 0; failure < 100; failure++)
        {
            Assert.False(_signIns.Add(Guesser));
            _time.Advance(TimeSpan.FromSeconds(7));
        }
    }

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2")]
    [InlineData("192.0.2.9", "::ffff:192.0.2.9")]
    public void Addresses_of_one_sender_are_one(string first, string second)
    {
        for (var failure = 0; failure < FailedSignIns.MostFailures; failure++)
        {
            _signIns.Add(IPAddress.Parse(failure % 2 == 0 ? first : second));
        }

        Assert.NotNull(_signIns.ClosedFor(IPAddress.Parse(first)));
        Assert.NotNull(_signIns.ClosedFor(IPAddress.Parse(second)));
    }

    [Fact]
    public void Memory_is_bounded_and_who_failed_longest_ago_is_forgotten()
    {
        for (var failure = 0; failure < FailedSignIns.MostFailures; failure++)
        {
            _signIns.Add(Guesser);
        }

        for (var address = 0; address < FailedSignIns.Capacity; address++)
        {
            _time.Advance(TimeSpan.FromTicks(1));
            _signIns.Add(new IPAddress(address + 1L));
        }

        Assert.Equal(FailedSignIns.Capacity, _signIns.Count);
        Assert.Null(_signIns.ClosedFor(Guesser));
    }
}
