using FsCheck;
using FsCheck.Xunit;

namespace Switchyard.Tasks.Rules;

public sealed class TokenBucketTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public void No_more_are_taken_in_a_time_than_the_bucket_holds_and_what_flows_in(PositiveInt limit, PositiveInt seconds, NonNegativeInt[] waits)
    {
        var rate = new TaskRate(limit.Get, TimeSpan.FromSeconds(seconds.Get));
        var (bucket, now, taken) = (TokenBucket.Full(rate, Start), Start, 0);
        foreach (var wait in waits)
        {
            now += TimeSpan.FromMilliseconds(wait.Get);
            bucket = bucket.Refill(rate, now);
            taken += bucket.Available;
            bucket = bucket.Take(bucket.Available);
            Assert.True(taken <= limit.Get + ((now - Start) / rate.Per * limit.Get) + 1e-3);
        }
    }

    [Property]
    public void A_token_is_there_at_the_time_that_was_said_and_not_before(PositiveInt limit, PositiveInt seconds)
    {
        var rate = new TaskRate(limit.Get, TimeSpan.FromSeconds(seconds.Get));
        var empty = TokenBucket.Full(rate, Start).Take(limit.Get);

        var next = empty.NextAt(rate);

        Assert.Equal(0, empty.Refill(rate, next - ((next - Start) / 100)).Available);
        Assert.Equal(1, empty.Refill(rate, next).Available);
    }

    [Fact]
    public void A_clock_that_goes_back_gives_nothing()
    {
        var rate = new TaskRate(1, TimeSpan.FromSeconds(1));
        var empty = TokenBucket.Full(rate, Start).Take(1);

        Assert.Equal(0, empty.Refill(rate, Start - TimeSpan.FromHours(1)).Refill(rate, Start).Available);
    }
}
