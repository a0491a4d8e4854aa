namespace Switchyard.Tasks.Lane;

/// <summary>Times of the lane are whole milliseconds.</summary>
internal static class LaneTime
{
    public static DateTimeOffset Now(TimeProvider clock) => Whole(clock.GetUtcNow());

    public static DateTimeOffset Whole(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
