namespace Switchyard.Chaos.Loads;

/// <summary>
/// Whether items still come to an end. One that is under a lease of nobody, and never comes back, ends nothing: its load must stop to wait, so
/// that its check can tell of it.
/// </summary>
internal sealed class Progress(TimeProvider time)
{
    /// <summary>Longer than any lease, and than a client waits for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private long _madeAt = time.GetTimestamp();

    /// <summary>Nothing has happened for so long that nothing will.</summary>
    public bool IsOver => time.GetElapsedTime(Interlocked.Read(ref _madeAt)) > Patience;

    /// <summary>Something was made, or has ended.</summary>
    public void Made() => Interlocked.Exchange(ref _madeAt, time.GetTimestamp());
}
