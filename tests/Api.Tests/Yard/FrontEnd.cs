using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Yard;

/// <summary>The real front end on a port of its own.</summary>
public sealed class FrontEnd : IAsyncDisposable
{
    private readonly bool _isShared;

    private FrontEnd(WebApplication app, bool isShared)
    {
        (App, _isShared) = (app, isShared);
        Client = ClientOf(app.Urls.First());
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public static async Task<FrontEnd> StartAsync(
        YardCluster cluster, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Whose list of web files is served.
            ApplicationName = typeof(ApiHosting).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Production",
            // A watcher for each of many hosts is more than a system grants.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Urls"] = "http://127.0.0.1:0" });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.AddLoggingDefaults();
        builder.Services.AddSingleton(cluster.Grains);
        builder.Services.AddSingleton<IBlobStore, GrainBlobStore>();
        services?.Invoke(builder.Services);
        builder.AddSwitchyardApi();
        var app = builder.Build();
        app.MapSwitchyardApi();
        await app.StartAsync();
        return new FrontEnd(app, isShared: false);
    }

    /// <summary>The same one with another client, for somebody who does not end it.</summary>
    public FrontEnd Share() => new(App, isShared: true);

    public static HttpClient ClientOf(string url) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(url) };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_isShared)
        {
            await App.DisposeAsync();
        }
    }
}
