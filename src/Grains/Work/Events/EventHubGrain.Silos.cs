namespace Switchyard.Work.Events;

/// <summary>Which silos tell, and whether all have.</summary>
internal sealed partial class EventHubGrain
{
    /// <summary>What happens from now on is told, by every silo that is there, and what happened before has been.</summary>
    private async Task ReachPresentAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        await UntilAsync(() => Awaited().All(source => _taps.TryGetValue(source, out var tap) && tap.Tells));
        var (merge, mark) = (_merge, _merge.Mark);
        await UntilAsync(() => merge.HasAll(mark, clock.GetUtcNow()));
        mark = merge.Mark;
        await UntilAsync(() => merge.HasTold(mark));

        async Task UntilAsync(Func<bool> isSo)
        {
            while (!_hasEnded && !isSo() && Known - clock.GetElapsedTime(began) is { Ticks: > 0 } left)
            {
                await WaitAsync(_changed.Task, left < LookEvery ? left : LookEvery, cancellationToken);
            }
        }
    }

    /// <summary>The silos that live, and those that have called a moment ago.</summary>
    private List<string> Awaited()
    {
        var now = clock.GetUtcNow();
        var callers = _taps.Where(tap => tap.Value.Holds > 0 || now - tap.Value.SeenAt <= EventMerge.Patience).Select(tap => tap.Key);
        return [.. Living().Union(callers)];
    }

    /// <summary>As the membership has them.</summary>
    private IEnumerable<string> Living() => Active().Select(EventTap.SourceOf);

    /// <summary>
    /// No silo calls here, not even its own: they have another hub. The runtime lets two be when nodes come and go, and ends one when
    /// nobody waits in it any more.
    /// </summary>
    private bool IsLeft => _taps.Values.All(tap => tap.Holds == 0 && clock.GetUtcNow() - tap.SeenAt > EventMerge.Patience);

    private Tap TapOf(string source)
    {
        if (!_taps.TryGetValue(source, out var tap))
        {
            foreach (var gone in _taps.Where(known => known.Value.Holds == 0 && clock.GetUtcNow() - known.Value.SeenAt > KeptFor).ToList())
            {
                _taps.Remove(gone.Key);
            }

            tap = _taps[source] = new Tap();
        }

        return tap;
    }

    /// <summary>What a silo says.</summary>
    private sealed class Tap
    {
        public DateTimeOffset SeenAt { get; set; }

        /// <summary>It stops, and waits no longer.</summary>
        public TaskCompletionSource Leaves { get; } = NewSignal();

        /// <summary>Its calls that wait here.</summary>
        public int Holds { get; set; }

        /// <summary>It has reported since somebody listens.</summary>
        public bool Tells { get; set; }
    }
}
