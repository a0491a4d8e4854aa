using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Tables.Pages;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

public sealed class RateHistoryTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new(Samples.Start + TimeSpan.FromSeconds(30));
    private readonly RateHistory _rates;

    public RateHistoryTests() => _rates = new RateHistory(_time);

    [Fact]
    public void The_first_question_is_for_a_day_and_the_next_for_what_may_have_changed()
    {
        Assert.Equal(Samples.Start - TimeSpan.FromDays(1), _rates.Since);

        _rates.Merge([]);

        Assert.Equal(Samples.Start - TimeSpan.FromMinutes(2), _rates.Since);
    }

    [Fact]
    public void A_minute_that_is_told_again_replaces_what_was_known_of_it()
    {
        _rates.Merge([new RatePoint(Samples.Start, "completed", 3)]);
        _rates.Merge([new RatePoint(Samples.Start, "completed", 5)]);

        Assert.Equal((Samples.Start, 5d), _rates.Read("completed", _hour, _minute)[^1]);
    }

    [Fact]
    public void Steps_end_with_this_minute_and_hold_the_mean_per_minute()
    {
        _rates.Merge(
        [
            new RatePoint(Samples.Start, "completed", 4),
            new RatePoint(Samples.Start - TimeSpan.FromMinutes(4), "completed", 6),
            new RatePoint(Samples.Start - TimeSpan.FromMinutes(5), "completed", 100),
            new RatePoint(Samples.Start, "failed", 50),
        ]);

        var steps = _rates.Read("completed", _hour, TimeSpan.FromMinutes(5));

        Assert.Equal(12, steps.Count);
        Assert.Equal((Samples.Start - TimeSpan.FromMinutes(4), 2d), steps[^1]);
        Assert.Equal(20d, steps[^2].PerMinute);
    }

    [Fact]
    public void What_is_older_than_a_day_is_forgotten()
    {
        _rates.Merge([new RatePoint(Samples.Start, "completed", 9)]);
        _time.Advance(TimeSpan.FromDays(1) + _minute);
        _rates.Merge([]);

        Assert.All(_rates.Read("completed", TimeSpan.FromDays(1), _hour), step => Assert.Equal(0, step.PerMinute));
    }

    [Property]
    public bool No_event_of_the_time_asked_for_is_lost_or_counted_twice(byte[] ages)
    {
        var rates = new RateHistory(_time);
        var points = ages.GroupBy(age => age % 60)
            .Select(group => new RatePoint(Samples.Start - TimeSpan.FromMinutes(group.Key), "completed", group.Count()))
            .ToList();
        rates.Merge(points);
        rates.Merge(points);

        TimeSpan[] steps = [_minute, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];
        return steps.All(step =>
            Math.Abs(rates.Read("completed", _hour, step).Sum(point => point.PerMinute * step.TotalMinutes) - ages.Length) < 1e-6);
    }
}
