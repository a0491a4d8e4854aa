namespace Switchyard.Work.Events;

/// <summary>Leaves memory when it has nothing, so that the next one comes to be on a node that lives then.</summary>
internal sealed class EventHandoverGrain(TimeProvider clock) : Grain, IEventHandoverGrain
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private EventHubState? _state;
    private DateTimeOffset _leftAt;

    public Task LeaveAsync(EventHubState state)
    {
        (_state, _leftAt) = (state, clock.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<EventHubState?> TakeAsync()
    {
        var state = clock.GetUtcNow() - _leftAt <= GoodFor ? _state : null;
        _state = null;
        DeactivateOnIdle();
        return Task.FromResult(state);
    }
}
