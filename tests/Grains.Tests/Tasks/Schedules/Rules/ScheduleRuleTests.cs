using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Tasks.Schedules.Rules;

public sealed class ScheduleRuleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Expressions = ["* * * * *", "*/7 * * * *", "0 * * * *", "30 2 * * *", "15 1-4 * * SUN"];

    /// <summary>When somebody looks, in seconds after the look before. Two days, with the night in which clocks go forward.</summary>
    public sealed record Looks(string Cron, string? Zone, bool CatchUp, int[] Pauses);

    public static Arbitrary<Looks> All() => (
        from cron in Gen.Elements(Expressions)
        from zone in Gen.Elements(null, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
        from catchUp in Gen.Elements(true, false)
        from length in Gen.Choose(1, 300)
        from pauses in Gen.Frequency((8, Gen.Choose(0, 59)), (2, Gen.Choose(60, 8000))).ArrayOf(length)
        select new Looks(cron, zone, catchUp, pauses)).ToArbitrary();

    [Property(MaxTest = 1000, Arbitrary = [typeof(ScheduleRuleTests)])]
    public void Who_looks_often_enough_takes_each_time_once(Looks looks)
    {
        var (runs, until) = Run(looks with { Pauses = [.. looks.Pauses.Select(pause => pause % 60)] }, Start);

        Assert.Equal(Until(TimesOf(looks), until), runs);
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(ScheduleRuleTests)])]
    public void However_seldom_somebody_looks_no_time_is_taken_twice_and_none_that_is_none(Looks looks)
    {
        var (runs, until) = Run(looks, Start);
        var times = Until(TimesOf(looks), until);

        Assert.Equal(runs.Order().Distinct(), runs);
        Assert.Subset(times.ToHashSet(), runs.ToHashSet());
        if (looks.CatchUp && times.Count > 0)
        {
            Assert.Equal(times[^1], runs[^1]);
        }
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(ScheduleRuleTests)])]
    public void What_passed_while_nobody_was_there_is_made_up_for_by_one_run_or_none(Looks looks, PositiveInt hours)
    {
        var times = TimesOf(looks);
        var now = Start + TimeSpan.FromHours(hours.Get);
        var due = times.After(Start)!.Value;

        var (runAt, next) = ScheduleRule.Decide(times, due, looks.CatchUp, upSince: now, now);

        if (due > now)
        {
            Assert.Equal((null, due), (runAt, next));
            return;
        }

        // One that comes this very moment is not missed.
        Assert.Equal(looks.CatchUp || times.Newest(due, now) == now ? times.Newest(due, now) : null, runAt);
        Assert.Equal(times.After(now), next);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void What_is_late_by_less_than_a_minute_was_not_missed(int seconds, bool runs)
    {
        var times = CronTimes.Read("0 0 * * *", null).Times!;
        var due = Start.AddDays(1);

        var step = ScheduleRule.Decide(times, due, catchUp: false, upSince: Start, due.AddSeconds(seconds));

        Assert.Equal(runs ? due : null, step.RunAt);
        Assert.Equal(due.AddDays(1), step.Next);
    }

    [Fact]
    public void A_time_that_a_newer_time_zone_database_does_not_have_is_none()
    {
        var times = CronTimes.Read("30 2 * * *", null).Times!;
        var due = Start.AddHours(1);

        Assert.Equal(new ScheduleStep(null, Start.AddHours(2.5)), ScheduleRule.Decide(times, due, catchUp: true, Start, due));
    }

    private static (List<DateTimeOffset> Runs, DateTimeOffset Until) Run(Looks looks, DateTimeOffset upSince)
    {
        var times = TimesOf(looks);
        var (runs, now, due) = (new List<DateTimeOffset>(), Start, times.After(Start));
        foreach (var pause in looks.Pauses)
        {
            now += TimeSpan.FromSeconds(pause);
            if (due is { } at)
            {
                var (runAt, next) = ScheduleRule.Decide(times, at, looks.CatchUp, upSince, now);
                due = next;
                if (runAt is { } run)
                {
                    runs.Add(run);
                }
            }
        }

        return (runs, now);
    }

    private static List<DateTimeOffset> Until(CronTimes times, DateTimeOffset until)
    {
        var all = new List<DateTimeOffset>();
        for (var next = times.After(Start); next <= until; next = times.After(next.Value))
        {
            all.Add(next.Value);
        }

        return all;
    }

    private static CronTimes TimesOf(Looks looks) => CronTimes.Read(looks.Cron, looks.Zone).Times!;
}
