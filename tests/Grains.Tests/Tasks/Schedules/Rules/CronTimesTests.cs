namespace Switchyard.Tasks.Schedules.Rules;

public sealed class CronTimesTests
{
    [Theory]
    [InlineData("* * * * *")]
    [InlineData("*/15 9-17 * * MON-FRI")]
    [InlineData("0 0 1,15 * *")]
    [InlineData("  5   4 * *\tsun ")]
    [InlineData("0 0 L * *")]
    public void Five_fields_are_a_cron_expression(string cron)
    {
        var (times, refusal) = CronTimes.Read(cron, "Europe/Berlin");

        Assert.NotNull(times);
        Assert.Null(refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * *")]
    [InlineData("@daily")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("0 0 32 * *")]
    [InlineData("a b c d e")]
    public void Anything_else_is_refused_with_a_reason(string cron)
    {
        var (times, refusal) = CronTimes.Read(cron, null);

        Assert.Null(times);
        Assert.StartsWith("cron ", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Nowhere")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("Europe/Berlin\0")]
    public void An_unknown_time_zone_is_refused(string zone)
    {
        var (times, refusal) = CronTimes.Read("* * * * *", zone);

        Assert.Null(times);
        Assert.StartsWith("timeZone ", refusal, StringComparison.Ordinal);
    }

    /// <summary>On 29 March 2026 clocks in Berlin go from 2:00 to 3:00, on 25 October from 3:00 to 2:00.</summary>
    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")]
    [InlineData("0 * * * *", "2026-03-28T23:30Z", "2026-03-29T00:00Z 2026-03-29T01:00Z 2026-03-29T02:00Z")]
    [InlineData("0 * * * *", "2026-10-24T23:30Z", "2026-10-25T00:00Z 2026-10-25T01:00Z 2026-10-25T02:00Z")]
    [InlineData("0 9 * * *", "2026-03-28T12:00Z", "2026-03-29T07:00Z 2026-03-30T07:00Z")]
    [InlineData("0 9 * * *", "2026-10-24T12:00Z", "2026-10-25T08:00Z 2026-10-26T08:00Z")]
    public void Clocks_that_are_put_forward_or_back_lose_no_time_and_double_none(string cron, string after, string expected)
    {
        var times = CronTimes.Read(cron, "Europe/Berlin").Times!;
        var wanted = expected.Split(' ').Select(time => DateTimeOffset.Parse(time, null)).ToList();

        Assert.Equal(wanted, times.After(DateTimeOffset.Parse(after, null), wanted.Count));
    }

    [Fact]
    public void An_expression_may_have_no_time_at_all() =>
        Assert.Empty(CronTimes.Read("0 0 30 2 *", null).Times!.After(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), 5));

    [Theory]
    [InlineData("* * * * *", "2026-05-05T10:00Z")]
    [InlineData("0 10 * * *", "2026-05-05T10:00Z")]
    [InlineData("0 10 1 * *", "2026-05-01T10:00Z")]
    [InlineData("0 10 1 1 *", "2026-01-01T10:00Z")]
    [InlineData("0 0 29 2 *", "2024-02-29T00:00Z")]
    public void The_newest_time_is_found_however_rare_they_are(string cron, string newest)
    {
        var times = CronTimes.Read(cron, null).Times!;
        var (from, until) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 5, 10, 0, 30, TimeSpan.Zero));

        Assert.Equal(DateTimeOffset.Parse(newest, null), times.Newest(from, until));
        Assert.Equal(DateTimeOffset.Parse(newest, null), times.Newest(DateTimeOffset.Parse(newest, null), until));
        Assert.Null(times.Newest(until, until));
    }
}
