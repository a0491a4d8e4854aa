using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;

namespace Switchyard.Work.Events;

/// <inheritdoc cref="IEventShelf"/>
internal sealed class EventShelf(GrainId id, Silo silo, ILoggerFactory logs, EventHubSeat seat) : GrainService(id, silo, logs), IEventShelf
{
    public Task LeaveAsync(EventHubState state)
    {
        seat.Leave(state);
        return Task.CompletedTask;
    }

    public Task<EventHubState?> TakeAsync() => seat.TakeAsync();
}

/// <summary>The shelves of all silos.</summary>
internal sealed class EventShelves(IServiceProvider services) : GrainServiceClient<IEventShelf>(services)
{
    public IEventShelf Of(SiloAddress silo) => GetGrainService(silo);
}
