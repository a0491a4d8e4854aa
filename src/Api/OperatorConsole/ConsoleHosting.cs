using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using Switchyard.Auth;
using Switchyard.Configuration;
using Switchyard.OperatorConsole.Frame;
using Switchyard.OperatorConsole.SignIn;

namespace Switchyard.OperatorConsole;

/// <summary>The web console: Razor components on interactive server circuits, at the root of the main port.</summary>
public static class ConsoleHosting
{
    /// <summary>Registers the console. The host must register an Orleans client or silo, for the console talks to the grains.</summary>
    /// <param name="parts">What the house and the doors show, in the order of the navigation.</param>
    public static WebApplicationBuilder AddSwitchyardConsole(this WebApplicationBuilder builder, IEnumerable<ConsolePart> parts)
    {
        // Without this, files of packages (MudBlazor's) are served under `dotnet run` in Development only.
        builder.WebHost.UseStaticWebAssets();

        // Under `dotnet run` the files would also get a catch-all route, to notice edits: every wrong method would be a 404.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";

        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices(services =>
        {
            services.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            services.SnackbarConfiguration.PreventDuplicates = true;
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(new AuthOptions());
        builder.Services.AddAccessPolicies();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<AuthenticationStateProvider, SessionWatch>();
        builder.Services.AddSingleton<ChangeWatch>();
        builder.Services.AddSingleton<SharedReads>();
        builder.Services.AddSingleton<ItemKinds>();
        builder.Services.AddScoped<ConsolePoller>();
        builder.Services.AddScoped<CircuitHandler, ConsoleCircuit>();
        builder.Services.AddScoped<ConsoleActs>();
        builder.Services.AddScoped<ConsoleBrowser>();
        builder.Services.AddScoped<PageQuery>();
        foreach (var part in parts)
        {
            builder.Services.AddSingleton(part);
            part.AddServices?.Invoke(builder.Services);
            if (part.State is { } state)
            {
                builder.Services.AddScoped(state);
            }

            if (part.Shared is { } shared)
            {
                builder.Services.TryAddSingleton(shared);
            }
        }

        return builder;
    }

    /// <summary>
    /// Maps the console's pages, its circuit and its files. Only the pages' own routes answer; an unknown path stays 404.
    /// Call it after authentication and authorization, for it adds the antiforgery middleware.
    /// </summary>
    public static void MapSwitchyardConsole(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().Needs(Access.Any);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().Needs(Access.Read);
        foreach (var part in app.Services.GetServices<ConsolePart>())
        {
            part.MapFiles?.Invoke(app);
        }
    }
}
