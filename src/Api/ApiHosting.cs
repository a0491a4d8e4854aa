using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Scalar.AspNetCore;
using Switchyard.Auth;
using Switchyard.Auth.Once;
using Switchyard.Compute;
using Switchyard.Configuration;
using Switchyard.Description;
using Switchyard.Hosting;
using Switchyard.OperatorConsole;
using Switchyard.OperatorConsole.SignIn;
using Switchyard.Telemetry;
using Switchyard.Text;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Bulk;
using Switchyard.Work.Events;
using Switchyard.Work.Logs;
using Switchyard.Work.Nodes;

namespace Switchyard;

/// <summary>
/// The HTTP front end, in a process of its own or inside a node. The host registers how grains and blobs are reached:
/// <c>IGrainFactory</c> and <c>IBlobStore</c>; and <see cref="INodeReadiness"/>, if it knows more than that it runs.
/// </summary>
public static class ApiHosting
{
    /// <exception cref="StartRefusedException">A configuration value is refused.</exception>
    public static WebApplicationBuilder AddSwitchyardApi(this WebApplicationBuilder builder) =>
        builder.AddSwitchyardApi(FrontSettings.Read(builder.Configuration));

    public static WebApplication MapSwitchyardApi(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseMiddleware<LastAnswers>();
        app.UseMiddleware<RequestIds>();
        app.UseMiddleware<UnreadBodies>();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(Failures.AnswerStatusAsync);
        app.UseMiddleware<BrowserGuard>();
        app.UseSoundUrls();
        app.UseNoTypeForNoBody();
        app.UseRouting();
        app.UseMiddleware<BodyLimits>();
        SoundForm.Use(app);
        app.UseSwitchyardAuth();
        app.UseDoorRoot();
        app.UseStrictJson();

        app.MapHealth();
        app.MapMetrics();
        var api = app.MapGroup("/api/v1");
        api.MapWork();
        api.MapBulk();
        api.MapQueues();
        api.MapSources();
        api.MapServices();
        api.MapKeys();
        api.MapAudit();
        api.MapEvents();
        api.MapLogs();
        api.MapNodes();
        api.MapRetention();
        foreach (var door in FrontDoors.All)
        {
            door.MapRoutes(app.MapGroup("").WithTags(door.Name).WithMetadata(new DoorMark(door.Name)));
            door.MapApi(api.MapGroup("").WithTags(door.Name).WithMetadata(new DoorMark(door.Name)));
        }

        app.MapOpenApi().Needs(Access.Any);
        app.MapScalarApiReference("/scalar", scalar =>
        {
            scalar.WithTitle("Switchyard").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp();
            scalar.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        }).Needs(Access.Any);
        app.MapSwitchyardConsole();
        app.MapSignIn();
        return app;
    }

    /// <summary>Prints <c>Switchyard is ready at {url}</c> once the server listens.</summary>
    public static WebApplication AnnounceWhenServing(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Switchyard is ready at {app.Urls.First()}"));
        return app;
    }

    internal static WebApplicationBuilder AddSwitchyardApi(this WebApplicationBuilder builder, FrontSettings settings)
    {
        builder.WebHost.UseUrls([.. settings.Urls.All]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestSizeLimit.Default;
            LingeringClose.Use(kestrel);
        });

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        SoundLoggers.AddTo(services);
        services.AddSingleton(settings.Urls);
        services.AddSingleton<DoorPorts>();
        services.AddSingleton(provider => new DoorStyles(FrontDoors.Styles, provider.GetRequiredService<DoorPorts>()));
        services.TryAddSingleton<LostGateways>();
        services.AddSingleton<IOutgoingGrainCallFilter, PatientGrainCalls>();
        services.AddSingleton(settings.Node);
        services.AddSingleton<Leave>();
        services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<Leave>());
        services.AddSingleton<INodeLeave>(provider => provider.GetRequiredService<Leave>());
        services.AddWorkReads();
        services.AddSingleton<EventReads>();
        services.AddSingleton<OncePlans>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, DoorPortPolicy>());
        services.AddSwitchyardAuth(settings.Auth, settings.Keys);
        services.AddExceptionHandler<Failures>();
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(LowerCase.Policy, allowIntegerValues: false));
            json.SerializerOptions.MaxDepth = StrictJson.Deepest;
            // Readable for people; nobody sniffs HTML out of an answer that says it is none.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddApiDescription();
        settings.Register(services);
        builder.AddTelemetry(settings.Metrics, settings.Node.NodeName);
        foreach (var (door, options) in FrontDoors.All.Zip(settings.Doors))
        {
            door.AddServices(services, options);
            services.AddSingleton(new DoorMark(door.Name));
        }

        builder.AddSwitchyardConsole(ConsoleParts.All);
        return builder;
    }
}
