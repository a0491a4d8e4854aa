using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Work of every kind: list, look at, cancel, retry.</summary>
internal static class WorkEndpoints
{
    private const int MaxReasonLength = 2000;

    public static void MapWork(this IEndpointRouteBuilder api)
    {
        var work = api.MapGroup("/work").WithTags("Work").WithMetadata(JudgesQueues.Mark).Needs(Access.ReadItems);
        work.MapGet("", ListAsync).WithSummary("One page of work, newest first");
        work.MapGet("/{id:long}", GetAsync).WithMark().WithSummary("One work item with its attempts, why it waits, and where there is more of it");
        work.MapPost("/{id:long}/cancel", CancelAsync).Needs(Access.Submit).WithSummary("End an item for good")
            .WithExample("""{"reason": "No longer needed"}""")
            .ProducesProblem(StatusCodes.Status409Conflict);
        work.MapPost("/{id:long}/retry", RetryAsync).Needs(Access.Operate).WithSummary("Put an ended item back into its queue as a new attempt")
            .ProducesProblem(StatusCodes.Status409Conflict);
        work.MapDelete("/{id:long}", DeleteAsync).Needs(Access.Operate).WithSummary("Remove an ended item and all that hangs on it")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<WorkPage>, ProblemHttpResult>> ListAsync(
        [AsParameters] WorkListQuery query, HttpContext context, IGrainFactory grains, IEnumerable<DoorKind> kinds)
    {
        var sight = Sight.Of(context);
        if (query.Read(kinds, out var filter) is { } refusal)
        {
            return refusal;
        }

        // Whose items somebody does not see, there are none of.
        return sight.Owner is { } own && filter.Owner is { } asked && asked != own
            ? TypedResults.Ok(new WorkPage([], null))
            : await WorkList.ReadAsync(grains, sight, filter, query.Status, query.After, query.Limit);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        long id, HttpContext context, WorkLookup lookup, IGrainFactory grains, PatientCalls calls)
    {
        var item = await calls.AskAsync(() => lookup.FindItemAsync(id, Sight.Of(context)), CancellationToken.None);
        return item is null
            ? Problem.UnknownItem(id)
            : await grains.Reach<IWorkRemovalGrain>(0).RemoveAsync(item.Kind, id) switch
            {
                ActOutcome.Accepted => TypedResults.NoContent(),
                ActOutcome.Conflict => Problem.Conflict($"The work item {id} has not ended: cancel it first."),
                _ => Problem.UnknownItem(id),
            };
    }

    private static async Task<Results<Ok<WorkItemDetails>, ProblemHttpResult>> GetAsync(long id, HttpContext context, WorkLookup lookup) =>
        await lookup.DetailsAsync(id, Sight.Of(context)) is { } details ? TypedResults.Ok(details) : Problem.UnknownItem(id);

    private static async Task<Results<Ok<WorkItemDetails>, ProblemHttpResult>> CancelAsync(
        long id, CancelRequest? request, HttpContext context, WorkLookup lookup, Cancellation cancellation, PatientCalls calls)
    {
        var reason = request?.Reason is { Length: > 0 } given ? given : $"cancelled by {Operator.Of(context)}";
        if (reason.Length > MaxReasonLength)
        {
            return Problem.Invalid($"reason must be at most {MaxReasonLength} characters.");
        }

        if (!OutsideText.IsSound(reason))
        {
            return Problem.Invalid($"reason {OutsideText.Refusal}");
        }

        return await ActAsync(
            id,
            Sight.Of(context),
            lookup,
            calls,
            item => cancellation.CancelAsync(item, reason),
            _ => Task.FromResult<string?>($"The work item {id} has ended already."));
    }

    private static Task<Results<Ok<WorkItemDetails>, ProblemHttpResult>> RetryAsync(long id, HttpContext context, WorkLookup lookup, PatientCalls calls) =>
        ActAsync(id, Sight.Of(context), lookup, calls, item => item.ResetAsync(), item => item.WhyNoResetAsync());

    private static async Task<Results<Ok<WorkItemDetails>, ProblemHttpResult>> ActAsync(
        long id,
        Sight sight,
        WorkLookup lookup,
        PatientCalls calls,
        Func<IWorkItemGrain, Task<ActOutcome>> act,
        Func<IWorkItemGrain, Task<string?>> whyNot)
    {
        if (await calls.AskAsync(() => lookup.FindAsync(id, sight), CancellationToken.None) is not { } item)
        {
            return Problem.UnknownItem(id);
        }

        var outcome = await act(item);
        if (outcome is ActOutcome.Stale or ActOutcome.Conflict)
        {
            return Problem.Conflict(await whyNot(item) ?? $"The work item {id} has changed meanwhile.");
        }

        return outcome == ActOutcome.Accepted && await calls.AskAsync(() => lookup.DetailsAsync(id, sight), CancellationToken.None) is { } details
            ? TypedResults.Ok(details)
            : Problem.UnknownItem(id);
    }

    /// <param name="Reason">Kept as the item's error; at most 2,000 characters. Default: who cancelled it.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CancelRequest(string? Reason);
}
