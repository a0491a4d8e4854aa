using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Switchyard.Servers;
using Switchyard.Tables;

namespace Switchyard.Hosting;

/// <summary>A real silo with the real grains on a real store. What is small is in memory.</summary>
public sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;

    private TestNode(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static Task<TestNode> StartAsync(string dataDirectory, TablesOptions tables) =>
        StartAsync(new StorageOptions { DataDirectory = dataDirectory }, services => services.AddSingleton(tables));

    public static async Task<TestNode> StartAsync(StorageOptions storage, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        configure?.Invoke(builder.Services);
        Directory.CreateDirectory(storage.DataDirectory);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort.Take(), FreePort.Take())
            .Configure<SiloOptions>(options => options.SiloName = "test")
            .AddMemoryGrainStorage("small")
            .UseInMemoryReminderService()
            .AddSwitchyardGrains(storage));
        var host = builder.Build();
        foreach (var preparation in host.Services.GetServices<IStorePreparation>())
        {
            await preparation.PrepareAsync(CancellationToken.None);
        }

        await host.StartAsync();
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
