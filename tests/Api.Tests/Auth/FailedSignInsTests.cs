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
    public async Task Each_failure_is_answered_later_up_to_five_seconds()
    {
        foreach (var delay in new[] { 100, 200, 400, 800, 1600, 3200, 5000, 5000 })
        {
            await AssertDelayAsync(Guesser, delay);
        }

        await AssertDelayAsync(IPAddress.Parse("192.0.2.8"), 100);
    }

    [Fact]
    public async Task Success_and_time_make_it_forgotten()
    {
        await AssertDelayAsync(Guesser, 100);
        _signIns.Forget(Guesser);
        await AssertDelayAsync(Guesser, 100);
        await AssertDelayAsync(Guesser, 200);
        _time.Advance(TimeSpan.FromMinutes(10));
        await AssertDelayAsync(Guesser, 100);
    }

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2")]
    [InlineData("192.0.2.9", "::ffff:192.0.2.9")]
    public async Task Addresses_of_one_sender_are_one(string first, string second)
    {
        await AssertDelayAsync(IPAddress.Parse(first), 100);
        await AssertDelayAsync(IPAddress.Parse(second), 200);
    }

    [Fact]
    public async Task Memory_is_bounded_and_the_oldest_is_forgotten()
    {
        await AssertDelayAsync(Guesser, 100);
        for (var address = 0; address < FailedSignIns.Capacity; address++)
        {
            _ = _signIns.DelayAsync(new IPAddress(address + 1L), new CancellationToken(canceled: true));
        }

        Assert.Equal(FailedSignIns.Capacity, _signIns.Count);
        await AssertDelayAsync(Guesser, 100);
    }

    private async Task AssertDelayAsync(IPAddress address, int milliseconds)
    {
        var answered = _signIns.DelayAsync(address, CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.False(answered.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await answered;
    }
}
