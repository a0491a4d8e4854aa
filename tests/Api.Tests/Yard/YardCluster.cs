using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(Switchyard.Yard.YardCluster))]

namespace Switchyard.Yard;

/// <summary>One in-process silo with small grains of the tests' own behind the real front end.</summary>
public sealed class YardCluster : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<FrontEnd>>> _frontEnds = [];
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

    /// <summary>A front end is half a second's work; most tests need none of their own.</summary>
    public async Task<FrontEnd> ShareFrontEndAsync((string Key, string Value)[] settings)
    {
        var start = _frontEnds.GetOrAdd(string.Join('\n', settings), _ => new(() => FrontEnd.StartAsync(this, services: null, settings)));
        return (await start.Value).Share();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var frontEnd in _frontEnds.Values)
        {
            await (await frontEnd.Value).DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
