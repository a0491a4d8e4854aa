namespace Switchyard.Work;

public sealed class QueuePaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 30, TimeSpan.Zero);

    [Fact]
    public void What_waits_is_measured_by_the_ends_of_the_last_five_minutes()
    {
        // 30 s and two whole minutes: 150 s.
        var pace = Of(300, Ended(0, 10), Ended(1, 20), Ended(2, 20), Ended(7, 1000), Came(2, 50));

        Assert.Equal((900, null), (pace.Eta, pace.EtaReason));
        Assert.Equal(new PaceCounts(30, 1050, 1050), pace.Out);
        Assert.Equal(new PaceCounts(0, 50, 50), pace.In);
    }

    [Fact]
    public void All_ways_to_end_are_ends() =>
        Assert.Equal(4, Of(1, [.. ((string[])["completed", "failed", "cancelled", "timedout", "leased", "requeued"]).Select(what => At(0, what, 1))]).Out.Minute);

    [Fact]
    public void An_hour_and_a_day_end_where_they_say()
    {
        var pace = Of(0, Ended(59, 1), Ended(61, 10), Ended((24 * 60) - 1, 100), Ended((24 * 60) + 1, 1000));

        Assert.Equal(new PaceCounts(0, 1, 111), pace.Out);
    }

    [Fact]
    public void What_failed_is_told_apart_and_what_was_before_the_last_hour_counts_for_the_day()
    {
        var from = Now.AddSeconds(-30).AddMinutes(-61);
        RatePoint[] day = [Ended(1, 3), At(1, "failed", 2), At(2, "timedout", 1), At(90, "failed", 10), At(100, "created", 20)];

        var pace = QueuePace.Of(Status(0), new QueueRateSums([.. day.Where(point => point.Minute >= from)], QueueRateSums.SumBefore(day, from)), Now);

        Assert.Equal((new PaceCounts(2, 3, 13), new PaceCounts(5, 6, 16), new PaceCounts(0, 0, 20)), (pace.Failed, pace.Out, pace.In));
    }

    [Fact]
    public void Nothing_that_waits_is_done_at_once() => Assert.Equal((0, null), (Of(0).Eta, Of(0).EtaReason));

    [Theory]
    [InlineData(QueuePace.Idle, false, 6, 0)]
    [InlineData(QueuePace.Growing, false, 1, 6)]
    [InlineData(QueuePace.Paused, true, 1, 0)]
    public void Where_it_cannot_be_said_it_says_why(string reason, bool isPaused, int minutesAgo, int came)
    {
        var status = Status(10) with { Pause = isPaused ? new("ann", "lunch", Now) : null };

        var pace = QueuePace.Of(status, new QueueRateSums([Ended(minutesAgo, 5), Came(1, came)], Nothing), Now);

        Assert.Equal((null, reason), (pace.Eta, pace.EtaReason));
    }

    private static QueuePace Of(long queued, params RatePoint[] points) => QueuePace.Of(Status(queued), new QueueRateSums(points, Nothing), Now);

    private static Dictionary<string, long> Nothing => [];

    private static QueueStatus Status(long queued) => new("q", queued, 0, new Dictionary<string, long>(), null, null);

    private static RatePoint Ended(int minutesAgo, long count) => At(minutesAgo, "completed", count);

    private static RatePoint Came(int minutesAgo, long count) => At(minutesAgo, "created", count);

    private static RatePoint At(int minutesAgo, string what, long count) => new(Now.AddSeconds(-30).AddMinutes(-minutesAgo), what, count);
}
