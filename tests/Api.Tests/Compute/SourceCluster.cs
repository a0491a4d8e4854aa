using Switchyard.Yard;

namespace Switchyard.Compute;

/// <summary>The node east with two sources that really run, and a node west that has gone. Both have a source named twin.</summary>
public sealed class SourceCluster : YardCluster
{
    protected override (string Key, string Value)[] Compute { get; } =
    [
        ("Cluster:NodeName", "east"),
        ("Compute:DrainTime", "00:00:00"),
        ("Compute:Sources:0:Name", "gpu0"),
        ("Compute:Sources:0:Services:0", YardSource.Service),
        ("Compute:Sources:1:Name", "twin"),
        ("Compute:Sources:1:Slots", "2"),
        .. YardSource.ServiceSettings,
    ];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var scheduler = Grains.GetScheduler();
        // The node tells its sources when it has started.
        await Eventually.IsAsync(async () => (await scheduler.GetSourcesAsync()).Count > 0);
        await scheduler.RegisterAsync("west", "10.0.0.1:11111@1", [new SourceDefinition("twin", "west", 2, [], Order: 1)]);
        // It is taken to be here, and is given items, until the scheduler's next look at the cluster.
        await Eventually.IsAsync(async () => (await scheduler.GetSourcesAsync()).Any(source => source is { Node: "west", State: SourceState.Away }));
    }
}
