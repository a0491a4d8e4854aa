using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchyard.Blobs;
using Switchyard.Servers;

namespace Switchyard.OperatorConsole;

/// <summary>The whole front end with accounts, before a node's grains.</summary>
public sealed class SignInFront : IAsyncDisposable
{
    public const string Password = "geheim";

    private readonly WebApplication _app;

    private SignInFront(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <param name="clock">Null: the real one.</param>
    public static async Task<SignInFront> StartAsync(ConsoleNode node, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ConsoleHosting).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
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
            ["Auth:Basic:Users:1:User"] = "olga",
            ["Auth:Basic:Users:1:Password"] = Password,
            ["Auth:Basic:Users:1:Role"] = "operator",
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(node.Grains);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton<IBlobStore, GrainBlobStore>();
        builder.AddSwitchyardApi();
        var app = builder.Build();
        app.MapSwitchyardApi();
        await app.StartAsync();
        return new SignInFront(app);
    }

    /// <summary>Fills in the form that is shown, and sends it.</summary>
    public static async Task SignInAsync(Visit visit, string user, string password = Password)
    {
        await visit["sign-in-user"].FillAsync(user);
        await visit["sign-in-password"].FillAsync(password);
        await visit["sign-in"].ClickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
