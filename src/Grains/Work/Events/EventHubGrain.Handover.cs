using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;
using Switchyard.Hosting;

namespace Switchyard.Work.Events;

/// <summary>
/// When its node stops, the hub leaves what it has with a grain on another one, and the hub that comes to be there goes on with it. When
/// that fails it begins anew, and readers are told that they may have missed something.
/// </summary>
internal sealed partial class EventHubGrain
{
    private static readonly TimeSpan HandoverPatience = TimeSpan.FromSeconds(5);

    /// <summary>On a busy machine a hub ends seconds after its node began to leave.</summary>
    private static readonly TimeSpan LeavingPatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await TakeAsync(cancellationToken) is { } state)
            {
                GoOn(state);
            }
        }
#pragma warning disable CA1031 // Whatever it is, it begins anew.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotTaken(exception);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_ring is null || reason.ReasonCode != DeactivationReasonCode.ShuttingDown)
        {
            return;
        }

        var other = membership.CurrentSnapshot.Members.Values.FirstOrDefault(
            member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(silo.SiloAddress));
        if (other is null)
        {
            return;
        }

        try
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, other.SiloAddress);
            await GrainFactory.Reach<IEventHandoverGrain>(0).LeaveAsync(StateOf(_ring)).WaitAsync(HandoverPatience, clock, cancellationToken);
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
        while (true)
        {
            var isLeaving = membership.CurrentSnapshot.Members.Values.Any(member => member.Status is SiloStatus.ShuttingDown or SiloStatus.Stopping);
            var state = await GrainFactory.Reach<IEventHandoverGrain>(0).TakeAsync().WaitAsync(HandoverPatience, clock, cancellationToken);
            if (state is not null || !isLeaving || clock.GetElapsedTime(began) > LeavingPatience)
            {
                LogTaken(state?.Epoch, isLeaving, clock.GetElapsedTime(began).TotalSeconds);
                return state;
            }

            await Task.Delay(AskAgain, clock, cancellationToken);
        }
    }

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
        foreach (var source in state.Sequences.Keys)
        {
            (TapOf(source).SeenAt, TapOf(source).Tells) = (now, true);
        }
    }

    [LoggerMessage(2022, LogLevel.Debug, "The hub is here, with the events {Epoch}; another node leaves: {IsLeaving}; after {Seconds} s")]
    private partial void LogTaken(string? epoch, bool isLeaving, double seconds);

    [LoggerMessage(2003, LogLevel.Debug, "What the hub of a node that stopped left cannot be taken: events begin anew")]
    private partial void LogNotTaken(Exception exception);

    [LoggerMessage(2004, LogLevel.Debug, "The events that are kept cannot be left with another node: they begin anew there")]
    private partial void LogNotLeft(Exception exception);
}
