using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(Switchyard.Yard.YardCluster))]

namespace Switchyard.Yard;

/// <summary>One in-process silo with small grains of the tests' own behind the real front end.</summary>
public sealed class YardCluster : IAsyncLifetime
{
    private InProcessTestCluster? _cluster;

    public YardState Yard { get; } = new();

    public IGrainFactory Grains => _cluster!.Client;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton(Yard));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
