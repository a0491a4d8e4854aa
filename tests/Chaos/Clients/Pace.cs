namespace Switchyard.Chaos.Clients;

/// <summary>Lets so many through in a second. What could not go while nobody asked does not come at once later.</summary>
/// <param name="perSecond">Above 0.</param>
internal sealed class Pace(double perSecond, TimeProvider time)
{
    private readonly long _step = (long)(time.TimestampFrequency / perSecond);
    private readonly Lock _gate = new();
    private long _next = time.GetTimestamp();

    public Task NextAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _next = Math.Max(_next, now - time.TimestampFrequency) + _step;
            return _next > now ? Task.Delay(time.GetElapsedTime(now, _next), time, cancellationToken) : Task.CompletedTask;
        }
    }
}
