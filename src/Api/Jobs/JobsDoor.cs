using Microsoft.AspNetCore.OpenApi;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Jobs.Validation;
using Switchyard.Jobs.Workers;
using Switchyard.Work;

namespace Switchyard.Jobs;

/// <summary>The Jobs door: one active job per target, on the original's routes; and a better protocol for workers beside it.</summary>
internal static class JobsDoor
{
    /// <summary>The door's name in configuration.</summary>
    public const string Name = "Jobs";

    public static void AddJobsDoor(this IServiceCollection services, JobsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<DoorStyle>(JobsStyle.Instance);
        services.ConfigureAll<OpenApiOptions>(openApi => openApi.AddSchemaTransformer(ReportedTextConverter.DescribeAsync));
        foreach (var queue in JobNames.Queues)
        {
            services.AddSingleton(new DoorQueue(queue));
        }

        if (options.Jwt.Enabled)
        {
            services.AddSingleton(provider => new JwksKeys(
                NewClient(),
                new Uri(options.Jwt.JwksUrl!),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<JwksKeys>>()));
        }

        services.AddSingleton(provider => new JobCreators(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetService<JwksKeys>()));
        services.AddSingleton<JobIntake>();
        services.AddSingleton<JobReports>();
        services.AddSingleton<JobClaims>();
        services.AddSingleton<WorkerActs>();
        services.AddSingleton<PauseNotice>();
    }

    public static void MapJobsDoor(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<JobsOptions>();
        var door = routes.MapGroup("")
            .WithTags(Name)
            .WithMetadata(new DoorRoute(Name), JobsStyle.Instance, new WorkerKeyGate(KeyOf(options), needed: false));
        door.MapJobs(options);
        door.MapTargets();
        door.MapDatasets();
        door.MapMaintenance();
    }

    public static void MapJobsApi(this IEndpointRouteBuilder api)
    {
        var options = api.ServiceProvider.GetRequiredService<JobsOptions>();
        var jobs = api.MapGroup("/jobs").WithTags("Jobs operation").WithMetadata(new WorkerKeyGate(KeyOf(options), needed: false));
        jobs.MapJobOperation();
        jobs.MapMaintenanceOperation();
        jobs.MapGroup("").WithTags("Jobs workers").NeedsWorkerKey(options).MapWorkers();
    }

    /// <summary>When the workers have a key, nobody without it passes.</summary>
    public static TBuilder NeedsWorkerKey<TBuilder>(this TBuilder route, JobsOptions options)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new WorkerKeyGate(KeyOf(options), needed: true));

    private static ApiKey? KeyOf(JobsOptions options) => options.ApiKey is { } key ? new ApiKey(key) : null;

    /// <summary>Its server may move: connections are not kept for ever.</summary>
    private static HttpClient NewClient() => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        MaxResponseContentBufferSize = JwksKeys.MaxLength,
    };
}
