namespace Switchyard.Work.Events;

/// <summary>The hub of this silo, while there is one, and what one left here. For all threads.</summary>
internal sealed class EventHubSeat(TimeProvider clock)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Sitter? _sitter;
    private EventHubState? _left;
    private DateTimeOffset _leftAt;

    /// <summary>The hub that calls this is this silo's from now on.</summary>
    /// <param name="giveUp">Ends its being the hub; runs in the hub's turn. Null: it has nothing.</param>
    public void Sit(object hub, Func<EventHubState?> giveUp)
    {
        lock (_lock)
        {
            _sitter = new Sitter(hub, giveUp, TaskScheduler.Current);
        }
    }

    /// <summary>It is not any more.</summary>
    public void Rise(object hub)
    {
        lock (_lock)
        {
            _sitter = _sitter?.Hub == hub ? null : _sitter;
        }
    }

    public void Leave(EventHubState state)
    {
        lock (_lock)
        {
            (_left, _leftAt) = (state, clock.GetUtcNow());
        }
    }

    /// <inheritdoc cref="IEventShelf.TakeAsync"/>
    public async Task<EventHubState?> TakeAsync()
    {
        Sitter? sitter;
        EventHubState? left;
        lock (_lock)
        {
            left = clock.GetUtcNow() - _leftAt <= GoodFor ? _left : null;
            (sitter, _sitter, _left) = (_sitter, null, null);
        }

        // Both when a hub came to be beside the one that left it.
        var had = sitter is null ? null : await Task.Factory.StartNew(sitter.GiveUp, CancellationToken.None, TaskCreationOptions.None, sitter.Turn);
        return left is null || had?.ReadAt > left.ReadAt ? had : left;
    }

    private sealed record Sitter(object Hub, Func<EventHubState?> GiveUp, TaskScheduler Turn);
}
