using Microsoft.Extensions.Logging;

namespace Switchyard.Work.Events;

/// <summary>
/// A hub leaves what it has when it ends: with another node when its own stops. The hub that comes to be goes on with it, and with what a
/// hub has that is still there: while nodes come and go, the runtime lets two be. When that fails it begins anew, and readers are
/// told that they may have missed something.
/// </summary>
internal sealed partial class EventHubGrain
{
    /// <summary>For a silo that died a moment ago, and one that is slow with 100,000 events: what it gives or takes too late is lost.</summary>
    private static readonly TimeSpan HandoverPatience = TimeSpan.FromSeconds(5);

    /// <summary>On a busy machine a hub ends seconds after its node began to leave.</summary>
    private static readonly TimeSpan LeavingPatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    // What it had was given away: another one is the hub.
    private bool _hasEnded;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await TakeAsync(cancellationToken) is { } state)
        {
            GoOn(state);
        }

        seat.Sit(this, GiveUp);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        seat.Rise(this);
        if (End() is not { } state)
        {
            return;
        }

        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown)
        {
            seat.Leave(state);
            return;
        }

        if (Active().FirstOrDefault(other => !other.Equals(silo.SiloAddress)) is not { } other)
        {
            return;
        }

        try
        {
            await shelves.Of(other).LeaveAsync(state).WaitAsync(HandoverPatience, clock, cancellationToken);
        }
#pragma warning disable CA1031 // See above; and the node stops all the same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotLeft(exception);
        }
    }

    /// <summary>While a node leaves, its hub may still be about to leave what it has: the directory may know of this one before that is done.</summary>
    private async Task<EventHubState?> TakeAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        await HearOfLeavesAsync(cancellationToken);
        while (true)
        {
            var isLeaving = membership.CurrentSnapshot.Members.Values.Any(member => member.Status is SiloStatus.ShuttingDown or SiloStatus.Stopping);
            var states = await Task.WhenAll(Active().Select(one => TakeFromAsync(one, cancellationToken)));
            var state = states.OfType<EventHubState>().MaxBy(one => one.ReadAt);
            if (state is not null || !isLeaving || clock.GetElapsedTime(began) > LeavingPatience)
            {
                LogTaken(state?.Epoch, isLeaving, clock.GetElapsedTime(began).TotalSeconds);
                return state;
            }

            await Task.Delay(AskAgain, clock, cancellationToken);
        }
    }

    /// <summary>This silo may be the last to hear that the hub's leaves.</summary>
    private async Task HearOfLeavesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await membership.Refresh(default, cancellationToken).AsTask().WaitAsync(HandoverPatience, clock, cancellationToken);
        }
#pragma warning disable CA1031 // What is known must do.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotHeard(exception);
        }
    }

    private async Task<EventHubState?> TakeFromAsync(SiloAddress other, CancellationToken cancellationToken)
    {
        try
        {
            return await shelves.Of(other).TakeAsync().WaitAsync(HandoverPatience, clock, cancellationToken);
        }
#pragma warning disable CA1031 // Another one may have it.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotTaken(exception);
            return null;
        }
    }

    /// <summary>Another hub has come to be, and takes what this one has.</summary>
    private EventHubState? GiveUp()
    {
        var state = End();
        DeactivateOnIdle();
        return state;
    }

    /// <summary>What it had, once: given to two it would be told twice.</summary>
    private EventHubState? End()
    {
        var state = _ring is null ? null : StateOf(_ring);
        (_hasEnded, _ring) = (true, null);
        Signal(ref _turned);
        Signal(ref _changed);
        return state;
    }

    /// <summary>Whoever reads goes on with the next hub; who asked for the present, from an empty place.</summary>
    private async Task<EventPage> SendOnAsync(string? after, CancellationToken cancellationToken)
    {
        await Task.Delay(WhileStopping, clock, cancellationToken);
        return new EventPage([], after ?? "");
    }

    /// <summary>As an error, which a silo of any release takes as: tell it again.</summary>
    /// <exception cref="InvalidOperationException">It is another one by now.</exception>
    private void ThrowIfEnded()
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("Another hub has taken what this one had.");
        }
    }

    private IEnumerable<SiloAddress> Active() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status == SiloStatus.Active)
        .Select(member => member.SiloAddress);

    private EventHubState StateOf(EventRing ring)
    {
        var now = clock.GetUtcNow();
        foreach (var happened in _merge.ReleaseAll())
        {
            ring.Add(happened, now);
        }

        return new EventHubState(_epoch, _readAt, ring.Last, [.. ring.Kept(now)], _merge.Sequences);
    }

    private void GoOn(EventHubState state)
    {
        var now = clock.GetUtcNow();
        (_epoch, _readAt, _wasOn) = (state.Epoch, state.ReadAt, true);
        _ring = new EventRing(Most, KeptFor, state.Last, state.Events);
        _merge = new EventMerge(state.Sequences, now);
        foreach (var (source, sequence) in state.Sequences)
        {
            (TapOf(source).SeenAt, TapOf(source).Tells) = (now, sequence > 0);
        }
    }

    [LoggerMessage(2022, LogLevel.Debug, "The hub is here, with the events {Epoch}; another node leaves: {IsLeaving}; after {Seconds} s")]
    private partial void LogTaken(string? epoch, bool isLeaving, double seconds);

    [LoggerMessage(2003, LogLevel.Debug, "What another hub had cannot be taken from a node")]
    private partial void LogNotTaken(Exception exception);

    [LoggerMessage(2025, LogLevel.Debug, "The members of the cluster cannot be read anew for the hub of events")]
    private partial void LogNotHeard(Exception exception);

    [LoggerMessage(2004, LogLevel.Debug, "The events that are kept cannot be left with another node: they begin anew there")]
    private partial void LogNotLeft(Exception exception);
}
