using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Configuration;
using Switchyard.Hosting;
using Switchyard.Servers;

namespace Switchyard.Storage;

/// <summary>A silo composed as the node composes it, on free ports, without HTTP.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host)
    {
        _host = host;
    }

    public IServiceProvider Services => _host.Services;

    public static async Task<TestSilo> StartAsync(StorageOptions storage, Action<ISiloBuilder>? configure = null)
    {
        var host = await BuildAsync(storage, configure);
        await host.StartAsync();
        return new TestSilo(host);
    }

    /// <summary>Composed, with its stores prepared, but not started.</summary>
    public static async Task<IHost> BuildAsync(StorageOptions storage, Action<ISiloBuilder>? configure = null)
    {
        var settings = ReadSettings() with { Storage = storage };
        Directory.CreateDirectory(storage.FullDataDirectory);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.AddSwitchyardSilo(settings);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        foreach (var preparation in host.Services.GetServices<IStorePreparation>())
        {
            await preparation.PrepareAsync(CancellationToken.None);
        }

        return host;
    }

    private static NodeSettings ReadSettings() => NodeSettings.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection([
                KeyValuePair.Create("Cluster:NodeName", (string?)"test"),
                KeyValuePair.Create("Cluster:SiloPort", (string?)$"{FreePort.Take()}"),
                KeyValuePair.Create("Cluster:GatewayPort", (string?)$"{FreePort.Take()}"),
            ])
            .Build());

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}
