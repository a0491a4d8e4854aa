using Orleans.Runtime.Placement;

namespace Switchyard.Work.Events;

/// <summary>
/// When its node is told to stop, the hub goes to another one with all that it has. A call that comes there before it begins another hub:
/// then readers are told that they missed something.
/// </summary>
internal sealed partial class EventHubGrain : IGrainMigrationParticipant
{
    private const string StateKey = "switchyard.work.event-hub";

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        if (_ring is null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        foreach (var happened in _merge.ReleaseAll())
        {
            _ring.Add(happened, now);
        }

        dehydrationContext.TryAddValue(StateKey, new EventHubState(_epoch, _readAt, _ring.Last, [.. _ring.Kept(now)], _merge.Sequences));
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (!rehydrationContext.TryGetValue<EventHubState>(StateKey, out var state) || state is null)
        {
            return;
        }

        (_epoch, _readAt, _wasOn) = (state.Epoch, state.ReadAt, true);
        _ring = new EventRing(Most, KeptFor, state.Last, state.Events);
        _merge = new EventMerge(state.Sequences, clock.GetUtcNow());
        foreach (var source in state.Sequences.Keys)
        {
            TapOf(source).SeenAt = clock.GetUtcNow();
            TapOf(source).Tells = true;
        }
    }

    private void MoveOn()
    {
        var others = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(silo.SiloAddress))
            .ToList();
        if (others.Count > 0)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, others[0].SiloAddress);
            this.MigrateOnIdle();
        }
    }
}

/// <param name="Last">The number of the newest event.</param>
/// <param name="Events">Those that are kept, oldest first, and when each was told.</param>
/// <param name="Sequences">Of the last report of each silo.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.event-hub-state")]
internal sealed record EventHubState(
    [property: Id(0)] string Epoch,
    [property: Id(1)] DateTimeOffset ReadAt,
    [property: Id(2)] long Last,
    [property: Id(3)] IReadOnlyList<(WorkEvent Event, DateTimeOffset At)> Events,
    [property: Id(4)] IReadOnlyDictionary<string, long> Sequences);
