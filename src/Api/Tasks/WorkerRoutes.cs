using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Described;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Wire;
using Switchyard.Tasks.Workers;

namespace Switchyard.Tasks;

/// <summary>The routes in the hot path. Their handlers read and write JSON by hand, so that their shapes are told beside them.</summary>
internal static class WorkerRoutes
{
    public static void MapSubmission(this IEndpointRouteBuilder tasks) => tasks.MapPost("", (HttpContext context, TaskIntake intake) => intake.TakeAsync(context))
        .Needs(Access.Submit)
        .TakesBody<NewTaskRequest>("""{"queue": "greetings", "payload": {"name": "Ann"}, "priority": 5, "delay": "PT30S", "tags": ["demo"]}""")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var content = operation.RequestBody!.Content!;
            content.TryAdd(TaskIntake.LinesType, new() { Schema = content[JsonReply.ContentType].Schema });
            return Task.CompletedTask;
        })
        .WithSummary("Submit one task, an array of up to 10,000 (answered with an array), or lines of them without end (application/x-ndjson)")
        .WithHeader(IdempotencyKey.Header, IdempotencyKey.Words)
        .Produces<TaskJson>(StatusCodes.Status201Created)
        .Produces<TaskJson>()
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    public static void MapWorkers(this IEndpointRouteBuilder tasks)
    {
        var workers = tasks.MapGroup("")
            .Needs(Access.Work)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        workers.MapPost("/claim", (HttpContext context, ClaimEndpoint claims) => claims.ClaimAsync(context))
            .TakesBody<TaskClaimRequest>("""{"worker": "me", "queues": ["greetings"], "max": 10, "lease": 60}""")
            .WithSummary("Lease tasks of several queues; with Prefer: wait=N the answer waits up to N seconds for the first")
            .WithHeader("Prefer", "wait=N: how many seconds the answer may wait for the first task, 20 at most.")
            .Produces<TaskClaimJson>();
        workers.MapPost("/renew", (HttpContext context, ActEndpoints acts) => acts.RenewAsync(context))
            .TakesBody<RenewalsRequest>("""{"items": [{"id": 42, "leaseNumber": 7, "progress": 0.5, "log": "Half done"}]}""")
            .WithSummary("Extend leases, and report how far the tasks are")
            .Produces<ActsJson<RenewedJson>>();
        workers.MapPost("/complete", (HttpContext context, ActEndpoints acts) => acts.CompleteAsync(context))
            .TakesBody<CompletionsRequest>("""{"items": [{"id": 42, "leaseNumber": 7, "result": {"text": "Hello Ann"}}]}""")
            .WithSummary("End tasks with success; may be repeated")
            .Produces<ActsJson<CompletedJson>>();
        workers.MapPost("/fail", (HttpContext context, ActEndpoints acts) => acts.FailAsync(context))
            .TakesBody<FailuresRequest>("""{"items": [{"id": 42, "leaseNumber": 7, "error": "The model is not there", "retryAfter": 60}]}""")
            .WithSummary("End attempts without success; the queue's policy says what becomes of the tasks")
            .Produces<ActsJson<TaskFailedJson>>();
    }
}
