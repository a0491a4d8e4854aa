using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Servers;

namespace Switchyard.OperatorConsole;

/// <summary>The console on Kestrel, with a silo of test grains in the same process, and a real browser.</summary>
public sealed class ConsoleHost : BrowserHost, IAsyncLifetime
{
    private WebApplication? _app;

    public CampaignState Campaign { get; } = new();

    public JobsState Jobs { get; } = new();

    public DownloadsState Downloads { get; } = new();

    public override Uri Address => new(_app?.Urls.Single() ?? throw new InvalidOperationException("The console has not started."));

    public async ValueTask InitializeAsync()
    {
        // The name finds the manifests of the static files, which the build copies beside the tests.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ConsoleHosting).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Campaign);
        builder.Services.AddSingleton(Jobs);
        builder.Services.AddSingleton(Downloads);
        builder.AddSwitchyardConsole(FrontDoors.ConsoleParts);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort.Take(), FreePort.Take()));

        _app = builder.Build();
        _app.MapSwitchyardConsole();
        await _app.StartAsync();
        await StartBrowserAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class ConsoleSuite : ICollectionFixture<ConsoleHost>
{
    public const string Name = "console";
}
