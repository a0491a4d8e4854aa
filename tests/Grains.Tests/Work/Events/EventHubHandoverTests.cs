using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using Switchyard.Hosting;

namespace Switchyard.Work.Events;

/// <summary>
/// Two hubs at once, as the runtime lets them be while nodes come and go: the newer one takes what the older one has. Here they have
/// different keys, which the runtime keeps apart.
/// </summary>
public sealed class EventHubHandoverTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private InProcessTestCluster _cluster = null!;
    private long _sequence;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddGrainService<EventShelf>().Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new Random(1))
            .AddSingleton<EventHubSeat>()
            .AddSingleton<EventShelves>()
            // Shorter than the age of any grain, as in a node.
            .Configure<GrainCollectionOptions>(collection => collection.CollectionQuantum = TimeSpan.FromSeconds(20)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_newer_hub_has_what_the_older_one_had_and_that_sends_its_readers_on()
    {
        await TellAsync(0);
        var start = await ReadAsync(0, null);
        await TellAsync(0, 1);
        var first = await ReadAsync(0, start.End);
        Assert.Equal(1, Assert.Single(first.Events).Event.Id);
        var waits = ReadAsync(0, first.End);

        var taken = await ReadAsync(1, start.End, TimeSpan.Zero);
        Assert.False(taken.IsReset);
        Assert.Equal(first.Events, taken.Events);
        var sent = await waits;
        Assert.Equal((first.End, false, 0), (sent.End, sent.IsReset, sent.Events.Count));

        await TellAsync(1, 2);
        await TellAsync(1);
        var second = await ReadAsync(1, sent.End);
        Assert.Equal(2, Assert.Single(second.Events).Event.Id);
    }

    [Fact]
    public async Task A_hub_that_ends_leaves_what_it_has_to_the_next()
    {
        await TellAsync(0);
        var start = await ReadAsync(0, null);
        await TellAsync(0, 1);
        await TellAsync(0);
        var first = await ReadAsync(0, start.End);

        await _cluster.Client.GetEventHub().Cast<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle(Token);
        var second = await ReadAsync(0, start.End);

        Assert.False(second.IsReset);
        Assert.Equal(first.Events, second.Events);
    }

    private Task<EventPage> ReadAsync(long hub, string? after, TimeSpan? wait = null) =>
        _cluster.Client.Reach<IEventHubGrain>(hub).ReadAsync(after, new EventFilter(), 10, wait ?? Patience, Token);

    /// <summary>As the silo tells what happened.</summary>
    private async Task TellAsync(long hub, params long[] ids)
    {
        var report = new EventReport(EventTap.SourceOf(_cluster.Silos[0].SiloAddress), ++_sequence, [.. ids.Select(Happened)], HasGap: false, IsWhole: true);
        await _cluster.Client.Reach<IEventIntakeGrain>(hub).TellAsync(report);
    }

    private static WorkEvent Happened(long id) =>
        new() { Id = id, Kind = "task", Queue = "q", Status = WorkStatus.Queued, At = DateTimeOffset.UnixEpoch };
}
