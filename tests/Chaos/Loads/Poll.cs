namespace Switchyard.Chaos.Loads;

/// <summary>Pauses between the questions of a client that waits for an item's end: short at first, then longer.</summary>
internal sealed class Poll(TimeProvider time, TimeSpan longest)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    private TimeSpan _next = Shortest;

    public async Task PauseAsync()
    {
        await Task.Delay(_next, time);
        _next = _next * 1.5 < longest ? _next * 1.5 : longest;
    }
}
