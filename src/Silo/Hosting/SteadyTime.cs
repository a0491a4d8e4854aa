namespace Switchyard.Hosting;

/// <summary>
/// The time by which Orleans keeps its cluster together. Its timers wait until a time of day: when a clock is set back by a
/// minute, a node would for a minute not say that it lives, and not hear of others that came or went. This clock is never set
/// back; while it is ahead of the one that was, it goes at half its speed.
/// </summary>
/// <param name="clock">May be set. What it measures is taken as it is.</param>
internal sealed class SteadyTime(TimeProvider clock) : TimeProvider
{
    private readonly Lock _gate = new();
    private long _measured = clock.GetTimestamp();
    private DateTimeOffset _now = clock.GetUtcNow();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            var (measured, told) = (clock.GetTimestamp(), clock.GetUtcNow());
            var slow = _now + (clock.GetElapsedTime(_measured, measured) / 2);
            _measured = measured;
            return _now = told > slow ? told : slow;
        }
    }

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
