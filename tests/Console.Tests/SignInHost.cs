using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Blobs;
using Switchyard.Servers;

namespace Switchyard.OperatorConsole;

/// <summary>The whole front end with accounts, over the same test grains, and a real browser.</summary>
public sealed class SignInHost : BrowserHost, IAsyncLifetime
{
    public const string Password = "geheim";

    private WebApplication? _app;

    public CampaignState Campaign { get; } = new();

    public override Uri Address => new(_app?.Urls.Single() ?? throw new InvalidOperationException("The front end has not started."));

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ConsoleHosting).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Auth:Mode"] = "Basic",
            ["Auth:Basic:User"] = "root",
            ["Auth:Basic:Password"] = Password,
            ["Auth:Basic:Users:0:User"] = "vic",
            ["Auth:Basic:Users:0:Password"] = Password,
            ["Auth:Basic:Users:0:Role"] = "viewer",
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Campaign);
        builder.Services.AddSingleton(new JobsState());
        builder.Services.AddSingleton(new DownloadsState());
        builder.Services.AddSingleton<IBlobStore, GrainBlobStore>();
        builder.AddSwitchyardApi();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort.Take(), FreePort.Take()));

        _app = builder.Build();
        _app.MapSwitchyardApi();
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
