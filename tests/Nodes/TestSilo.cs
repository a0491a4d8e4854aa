using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Configuration;
using Switchyard.Hosting;
using Switchyard.Servers;

namespace Switchyard.Nodes;

/// <summary>A silo composed as the node composes it, with its grains and its storage, on free ports, without HTTP.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host)
    {
        _host = host;
    }

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public static Task<TestSilo> StartAsync(StorageOptions storage, Action<ISiloBuilder>? configure = null) => StartAsync(storage, [], configure);

    /// <param name="settings">As in a node's configuration; of the storage <paramref name="storage"/> tells.</param>
    public static async Task<TestSilo> StartAsync(
        StorageOptions storage, IEnumerable<(string Key, string Value)> settings, Action<ISiloBuilder>? configure = null)
    {
        var host = await BuildAsync(storage, settings, configure);
        var silo = new TestSilo(host);
        try
        {
            await host.StartAsync();
            return silo;
        }
        catch
        {
            // Half a node works on, else.
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Composed, with its stores prepared, but not started.</summary>
    public static Task<IHost> BuildAsync(StorageOptions storage, Action<ISiloBuilder>? configure = null) => BuildAsync(storage, [], configure);

    private static async Task<IHost> BuildAsync(
        StorageOptions storage, IEnumerable<(string Key, string Value)> settings, Action<ISiloBuilder>? configure)
    {
        var node = Read(settings) with { Storage = storage };
        Directory.CreateDirectory(storage.FullDataDirectory);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.AddSwitchyardSilo(node);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        foreach (var preparation in host.Services.GetServices<IStorePreparation>())
        {
            await preparation.PrepareAsync(CancellationToken.None);
        }

        return host;
    }

    /// <summary>Of a key that comes twice, the later counts.</summary>
    private static NodeSettings Read(IEnumerable<(string Key, string Value)> settings)
    {
        var all = new ConfigurationManager
        {
            ["Cluster:NodeName"] = "test",
            ["Cluster:SiloPort"] = $"{FreePort.Take()}",
            ["Cluster:GatewayPort"] = $"{FreePort.Take()}",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return NodeSettings.Read(all);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}
