using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Tickets;

/// <summary>One node for all tests that only make tickets, with small limits.</summary>
public sealed class TicketsDoorNode : IAsyncLifetime
{
    public const int MostBytes = 200_000;
    public const int MostUnpacked = 20 << 20;
    public const int MostEntries = 10;

    private readonly TicketsNode _node = new();

    public Door Door => _node.Door;

    public async ValueTask InitializeAsync() => await _node.StartAsync(
        "Compute:Sources:0:Name=cpu",
        "Compute:Sources:0:Slots=2",
        "Compute:Sources:0:Services:0=FloatComputation",
        "Compute:Sources:0:Services:1=Threshold",
        "Tickets:Classic:Service=Threshold",
        $"Tickets:MaxRequestBytes={MostBytes}",
        $"Tickets:MaxUnpackedBytes={MostUnpacked}",
        $"Tickets:MaxEntries={MostEntries}");

    public async ValueTask DisposeAsync() => await _node.DisposeAsync();
}

[CollectionDefinition(nameof(TicketsDoorNode))]
public sealed class TicketsDoorTests : ICollectionFixture<TicketsDoorNode>;
