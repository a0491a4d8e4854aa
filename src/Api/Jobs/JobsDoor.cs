using Microsoft.AspNetCore.OpenApi;
using Switchyard.Auth;
using Switchyard.Compute;
using Switchyard.Doors;
using Switchyard.Hosting;
using Switchyard.Jobs.Pages;
using Switchyard.Jobs.Validation;
using Switchyard.Jobs.Workers;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Logs;

namespace Switchyard.Jobs;

/// <summary>The Jobs door: one active job per target, on the original's routes; and a better protocol for workers beside it.</summary>
internal sealed class JobsDoor : FrontDoor<JobsOptions>
{
    public override string Name => "Jobs";

    public override DoorStyle Style => JobsStyle.Instance;

    public override ConsolePart ConsolePart => JobsConsole.Part;

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<JobsOptions>();
        var door = routes.MapGroup("")
            .WithMetadata(new DoorRoute(Name), JobsStyle.Instance, WorkerKeyGate.Of(options, needed: false))
            .Needs(Access.Read);
        door.MapJobs(options);
        door.MapTargets();
        door.MapDatasets();
        door.MapMaintenance();
    }

    public override void MapApi(IEndpointRouteBuilder api)
    {
        var options = api.ServiceProvider.GetRequiredService<JobsOptions>();
        var jobs = api.MapGroup("/jobs").WithTags("Jobs operation").WithMetadata(WorkerKeyGate.Of(options, needed: false)).Needs(Access.FollowItems);
        jobs.MapJobOperation();
        jobs.MapMaintenanceOperation();
        jobs.MapGroup("").WithTags("Jobs workers").WithMetadata(WorkerKeyGate.Of(options, needed: true)).Needs(Access.Work).MapWorkers();
    }

    protected override JobsOptions Read(IConfiguration configuration, ServicesOptions services) => JobsSection.Read(configuration);

    protected override void Add(IServiceCollection services, JobsOptions options)
    {
        services.ConfigureAll<OpenApiOptions>(openApi => openApi.AddSchemaTransformer(ReportedTextConverter.DescribeAsync));
        services.AddSingleton(new DoorKind(JobNames.Kind));
        foreach (var queue in JobNames.Queues)
        {
            services.AddSingleton(new DoorQueue(queue));
        }

        foreach (var act in JobNames.Acts)
        {
            services.AddSingleton(new AuditWord(act));
        }

        if (options.Jwt.Enabled)
        {
            services.AddJwksKeys(Name, options.Jwt.JwksUrl!);
        }

        services.AddSingleton(provider => new JobCreators(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetKeyedService<JwksKeys>(Name)));
        services.AddSingleton(new TagWords(Name, "The microdata job service's own routes."));
        services.AddSingleton(new TagWords("Jobs operation", "Jobs and maintenance for operators."));
        services.AddSingleton(new TagWords("Jobs workers", "Workers of jobs under leases."));
        services.AddSingleton(new ItemRoutes(JobNames.Kind, item => $"/api/v1/jobs/{item.Id}") { Page = item => $"/console/jobs/{item.Id}" });
        services.AddSingleton<IItemLog, JobItemLog>();
        services.AddSingleton<JobIntake>();
        services.AddSingleton<JobReports>();
        services.AddSingleton<JobClaims>();
        services.AddSingleton<WorkerActs>();
        services.AddSingleton<PauseNotice>();
    }
}
