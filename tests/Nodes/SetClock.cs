namespace Switchyard.Nodes;

/// <summary>
/// A clock that stands still until a test sets it, so that times of what happens are known. It is never set back. Timers run
/// as ever.
/// </summary>
public sealed class SetClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time)
    {
        // The silo thinks by it when to let go of grains.
        ArgumentOutOfRangeException.ThrowIfNegative(time.Ticks, nameof(time));
        Interlocked.Add(ref _ticks, time.Ticks);
    }
}
