namespace Switchyard.Hosting;

public sealed class SteadyTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SetClock _clock = new() { Now = Start };

    [Fact]
    public void A_clock_that_only_goes_on_is_told_as_it_is()
    {
        var time = new SteadyTime(_clock);

        _clock.GoOn(TimeSpan.FromSeconds(3));

        Assert.Equal(Start.AddSeconds(3), time.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_is_set_ahead_is_followed()
    {
        var time = new SteadyTime(_clock);

        _clock.Now = Start.AddMinutes(5);

        Assert.Equal(Start.AddMinutes(5), time.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_is_set_back_is_waited_for_at_half_speed()
    {
        var time = new SteadyTime(_clock);
        _clock.Now = Start.AddSeconds(-60);

        Assert.Equal(Start, time.GetUtcNow());
        _clock.GoOn(TimeSpan.FromSeconds(40));
        Assert.Equal(Start.AddSeconds(20), time.GetUtcNow());
        _clock.GoOn(TimeSpan.FromSeconds(80));
        Assert.Equal(Start.AddSeconds(60), time.GetUtcNow());
        _clock.GoOn(TimeSpan.FromSeconds(5));
        Assert.Equal(Start.AddSeconds(65), time.GetUtcNow());
    }

    /// <summary>Whatever is done to the clock, and however often it is looked at: a wait for a time ends.</summary>
    [Fact]
    public void Time_goes_on_at_half_speed_at_least_and_is_never_behind_the_clock()
    {
        var random = new Random(1);
        var time = new SteadyTime(_clock);
        var last = time.GetUtcNow();
        for (var step = 0; step < 10_000; step++)
        {
            var passed = TimeSpan.FromSeconds(random.NextDouble());
            _clock.GoOn(passed);
            _clock.Now += random.Next(20) == 0 ? TimeSpan.FromMinutes((random.NextDouble() * 4) - 2) : TimeSpan.Zero;

            var now = time.GetUtcNow();

            Assert.True(now >= _clock.Now);
            Assert.InRange(now - last, passed / 2, TimeSpan.MaxValue);
            last = now;
        }
    }

    private sealed class SetClock : TimeProvider
    {
        private TimeSpan _measured;

        public DateTimeOffset Now { get; set; }

        public void GoOn(TimeSpan time) => (Now, _measured) = (Now + time, _measured + time);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _measured.Ticks;
    }
}
