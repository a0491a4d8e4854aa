using Switchyard.Auth;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Telemetry;

/// <summary>The page that Prometheus reads.</summary>
internal static class MetricsEndpoint
{
    private const string Name = "Metrics";

    /// <summary>The port that it has of its own, if any.</summary>
    public static IEnumerable<DoorUrl> PortsOf(MetricsOptions options) =>
        options is { Enabled: true, Url: { } url } ? [new DoorUrl(Name, url) { Key = "Metrics:Url" }] : [];

    /// <summary>On the main port it needs an account; a port of its own is open: who can reach it is the network's to say.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetService<PrometheusExporter>() is not { } exporter)
        {
            return;
        }

        var route = app.MapGet("/metrics", async (IServiceProvider services) =>
            {
                if (services.GetService<IGaugeRefresh>() is { } gauges)
                {
                    await gauges.RefreshAsync();
                }

                return TypedResults.Bytes(exporter.Scrape(), PrometheusText.ContentType);
            })
            .WithTags("Health")
            .WithSummary("What this process counts, for Prometheus");
        if (app.Services.GetRequiredService<ListenUrls>().Doors.Any(door => door.Door == Name))
        {
            route.WithMetadata(OpenToAll.Mark, new DoorRoute(Name, OwnPortAlone: true));
        }
        else
        {
            route.Needs(Access.Read);
        }
    }
}
