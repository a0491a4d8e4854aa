using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Switchyard.Configuration;

namespace Switchyard.Telemetry;

/// <summary>Metrics and traces of nodes and front ends.</summary>
internal static class TelemetryHosting
{
    private const string Requests = "http.server.request.duration";

    /// <summary>Ours, Orleans', those of HTTP and of .NET.</summary>
    private static readonly string[] Meters = [MeterNames.Switchyard, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "System.Runtime"];

    /// <summary>Spans: ours, of calls of grains, of statements in PostgreSQL.</summary>
    private static readonly string[] Sources = [MeterNames.Switchyard, "Microsoft.Orleans.Application", "Npgsql"];

    /// <summary>Asked all the time, and no work.</summary>
    private static readonly PathString[] Quiet = ["/health", "/metrics", "/_blazor", "/_framework"];

    /// <summary>Of a request: what is bounded, and no more than that.</summary>
    private static readonly string[] RequestTags = ["http.route", "http.request.method", "http.response.status_code"];

    /// <param name="node">The name of the node, or of the front end's machine.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, MetricsOptions metrics, string node)
    {
        var otlp = Otlp.Read(builder.Configuration);
        if (!metrics.Enabled && otlp is { Metrics: false, Traces: false })
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService("switchyard", serviceVersion: ProgramAnswers.Version, serviceInstanceId: node)
            .AddEnvironmentVariableDetector());
        if (metrics.Enabled || otlp.Metrics)
        {
            telemetry.WithMetrics(meters => meters.AddMeters(metrics.Enabled, otlp.Metrics));
        }

        if (otlp.Traces)
        {
            telemetry.WithTracing(traces => traces.AddSources(builder.Configuration));
        }

        if (metrics.Enabled)
        {
            builder.Services.AddSingleton<PrometheusExporter>();
        }

        if (otlp.Metrics)
        {
            builder.Services.AddHostedService<GaugeLoop>();
        }
    }

    private static void AddMeters(this MeterProviderBuilder meters, bool isScraped, bool isSent)
    {
        meters.AddMeter(Meters);
        meters.AddView(Requests, new ExplicitBucketHistogramConfiguration
        {
            Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
            TagKeys = RequestTags,
        });
        if (isScraped)
        {
            meters.AddReader(services => new BaseExportingMetricReader(services.GetRequiredService<PrometheusExporter>()));
        }

        if (isSent)
        {
            meters.AddOtlpExporter();
        }
    }

    private static void AddSources(this TracerProviderBuilder traces, ConfigurationManager configuration)
    {
        traces.AddSource(Sources);
        traces.AddAspNetCoreInstrumentation(requests => requests.Filter = context => !Quiet.Any(path => context.Request.Path.StartsWithSegments(path)));
        if (string.IsNullOrEmpty(configuration["OTEL_TRACES_SAMPLER"]))
        {
            traces.SetSampler(new ParentBasedSampler(new RootSampler()));
        }

        traces.AddOtlpExporter();
    }

    /// <summary>What a node does by itself (it looks for leases, each second) begins no trace: only requests and items do.</summary>
    private sealed class RootSampler : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(samplingParameters.Kind != ActivityKind.Client);
    }
}
