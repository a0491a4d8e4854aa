using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Described;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Wire;
using Switchyard.Work;

namespace Switchyard.Tasks.Queues;

/// <summary>Sets what holds for a queue. It is shown with the queue.</summary>
internal static class PolicyRoutes
{
    public static void MapPolicies(this IEndpointRouteBuilder api) => api.MapPut("/queues/{queue}", PutAsync)
        .Needs(Access.Administer)
        .TakesBody<PolicyRequest>("""{"lease": 30, "maxAttempts": 3, "backoff": {"first": 2, "factor": 3}, "rate": {"limit": 10, "per": "PT1S"}}""")
        .WithSummary("Set the policy of a queue of tasks, and make the queue when there is none")
        .Produces<QueueDetails>()
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> PutAsync(string queue, HttpContext context, IGrainFactory grains, TaskQueueNames names, QueueLookup lookup)
    {
        if (!QueueNames.IsSound(queue))
        {
            return Problem.Invalid($"queue {QueueWords.NoName}");
        }

        if (names.DoorQueues.Contains(queue))
        {
            return Problem.Invalid($"queue {QueueWords.IsDoors(queue)}");
        }

        if (await JsonBody.ReadAsync(context) is not { } body)
        {
            return Results.Empty;
        }

        TaskQueuePolicy? policy;
        Refusal? refusal;
        using (body)
        {
            policy = PolicyReader.Read(WholeBody.SkipMark(body.Span), out refusal);
        }

        if (policy is null)
        {
            return Problem.OfStatus(refusal!.Status, refusal.Detail);
        }

        await grains.Reach<ITaskQueueGrain>(queue).SetPolicyAsync(policy);
        return TypedResults.Ok(await lookup.DetailsAsync(queue));
    }
}
