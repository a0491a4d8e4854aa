using Switchyard.Auth;
using Switchyard.Doors;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Tasks.Pages;
using Switchyard.Tasks.Queues;
using Switchyard.Tasks.Schedules;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Workers;
using Switchyard.Work;
using Switchyard.Work.Audit;

namespace Switchyard.Tasks;

/// <summary>The door for any work: tasks with a payload of JSON, in queues that come to be when they are named.</summary>
internal sealed class TasksDoor : FrontDoor<TasksOptions>
{
    public override string Name => "Tasks";

    public override bool MayHavePort => false;

    public override ConsolePart ConsolePart => TasksConsole.Part;

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
    }

    public override void MapApi(IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/tasks")
            .WithMetadata(JudgesQueues.Mark, RequestSizeLimit.Own)
            .Needs(Access.ReadItems)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        tasks.MapSubmission();
        tasks.MapWorkers();
        tasks.MapItems();
        api.MapPolicies();
        api.MapGroup("/schedules").Needs(Access.Read).ProducesProblem(StatusCodes.Status400BadRequest).MapSchedules();
    }

    protected override void Add(IServiceCollection services, TasksOptions options)
    {
        services.AddSingleton(new DoorKind(TaskNames.Kind));
        foreach (var act in TaskNames.Acts)
        {
            services.AddSingleton(new AuditWord(act));
        }

        services.AddSingleton(new TagWords(Name, "Work of your own: tasks, their workers, policies of queues, schedules."));
        services.AddSingleton(new ItemRoutes(TaskNames.Kind, item => $"/api/v1/tasks/{item.Id}")
        {
            Result = item => $"/api/v1/tasks/{item.Id}/result",
        });
        services.AddSingleton<TaskQueueNames>();
        services.AddSingleton<IQueuePolicies, TaskPolicies>();
        services.AddSingleton<TaskItems>();
        services.AddSingleton<TaskStream>();
        services.AddSingleton<TaskIntake>();
        services.AddSingleton<HeldLeases>();
        services.AddSingleton<TaskClaims>();
        services.AddSingleton<ClaimEndpoint>();
        services.AddSingleton<ActEndpoints>();
    }
}
