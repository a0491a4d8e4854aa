using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Auth.Once;
using Switchyard.Hosting;

namespace Switchyard.Work.Bulk;

/// <summary>One act on many items.</summary>
internal static class BulkEndpoints
{
    private const int MaxText = 500;
    private const int MaxReason = 2000;

    public static void MapBulk(this IEndpointRouteBuilder api)
    {
        api.MapPost("/work/bulk", ActAsync).WithTags("Work").WithMetadata(JudgesQueues.Mark).Needs(Access.Operate)
            .WithSummary("Cancel, retry, delete or move all work that a filter meets")
            .WithExample("""{"act": "retry", "filter": {"queue": "greetings", "status": "failed", "createdAfter": "2026-01-31T12:00:00Z"}, "dryRun": true, "reason": "The model is there again"}""")
            .WithHeader(IdempotencyKey.Header, IdempotencyKey.Words)
            .Produces<Matches>()
            .Produces<Started>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/operations/{id:long}", GetAsync).WithMark().WithTags("Work").Needs(Access.Read).WithSummary("How far an act on many items is")
            .WithWords(("id", "The number of the operation."));
    }

    private static async Task<IResult> ActAsync(
        BulkBody body, HttpContext context, IGrainFactory grains, IEnumerable<DoorQueue> doors, IEnumerable<DoorKind> kinds, OncePlans once, PatientCalls calls)
    {
        // What runs a door's items is bound to its queues.
        if (body.Queue is { } target && (!QueueNames.IsSound(target) || doors.Any(queue => queue.Name == target)))
        {
            return Problem.Invalid($"queue must be {QueueNames.Pattern}, and none of a door's own.");
        }

        if (Read(body, kinds, Sight.Of(context), Operator.Of(context), out var request) is { } refusal)
        {
            return refusal;
        }

        var bulk = grains.Reach<IBulkGrain>(0);
        if (body.DryRun)
        {
            return TypedResults.Ok(new Matches(await bulk.CountAsync(request)));
        }

        // An operation that is begun again goes on as it was.
        var planned = await once.PlanAsync(context, "bulk", body, await bulk.ReserveAsync());
        if (planned.Refusal is { } other)
        {
            return other;
        }

        var id = planned.Plan;
        await calls.AskAsync(() => grains.Reach<IBulkOperationGrain>(id).BeginAsync(request), CancellationToken.None);
        return TypedResults.Accepted($"/api/v1/operations/{id}", new Started(id));
    }

    private static async Task<Results<Ok<BulkStatus>, ProblemHttpResult>> GetAsync(long id, IGrainFactory grains) =>
        await grains.Reach<IBulkOperationGrain>(id).GetAsync() is { } status
            ? TypedResults.Ok(status)
            : Problem.Of(StatusCodes.Status404NotFound, "unknown-operation", $"There is no operation {id}.");

    private static ProblemHttpResult? Read(BulkBody body, IEnumerable<DoorKind> kinds, Sight sight, string by, out BulkRequest request)
    {
        request = null!;
        var filter = body.Filter ?? new BulkFilter();
        if (WorkConditions.ReadKind(filter.Kind, kinds) is { } noKind)
        {
            return noKind;
        }

        if (!Enum.TryParse<BulkAct>(body.Act, ignoreCase: true, out var act) || !Enum.IsDefined(act) || int.TryParse(body.Act, out _))
        {
            return Problem.Invalid("act must be one of cancel, retry, delete, move.");
        }

        if (filter == new BulkFilter())
        {
            return Problem.Invalid("filter must have a condition.");
        }

        if ((act == BulkAct.Move) != (body.Queue is { Length: > 0 }))
        {
            return Problem.Invalid("queue says where to move to, and is for move alone.");
        }

        string?[] texts = [filter.Kind, filter.Queue, filter.Name, filter.Error, filter.Owner, body.Queue];
        if (texts.Any(text => text?.Length > MaxText || (text is not null && !OutsideText.IsSound(text))) || body.Reason?.Length > MaxReason)
        {
            return Problem.Invalid($"Conditions must be at most {MaxText} characters, and reason at most {MaxReason}.");
        }

        if (body.Reason is { } reason && !OutsideText.IsSound(reason))
        {
            return Problem.Invalid($"reason {OutsideText.Refusal}");
        }

        (DateTimeOffset? after, DateTimeOffset? before) = (null, null);
        if ((WorkConditions.ReadStatus(filter.Status, out var status)
            ?? WorkConditions.ReadTime("filter.createdAfter", filter.CreatedAfter, out after)
            ?? WorkConditions.ReadTime("filter.createdBefore", filter.CreatedBefore, out before))
            is { } unknown)
        {
            return unknown;
        }

        request = new BulkRequest(
            act,
            body.Queue,
            new WorkFilter
            {
                Kind = filter.Kind,
                Queue = filter.Queue,
                Status = status,
                NameContains = filter.Name,
                ErrorContains = filter.Error,
                Owner = filter.Owner,
                CreatedAfter = after,
                CreatedBefore = before,
            },
            sight.Queues,
            JsonSerializer.Serialize(filter, Compact),
            body.Reason,
            by);
        return null;
    }

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <param name="Queue">Where to, for a move.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record BulkBody(string Act, string? Queue, BulkFilter? Filter, bool DryRun = false, string? Reason = null);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record BulkFilter(
        string? Kind = null,
        string? Queue = null,
        string? Status = null,
        string? Name = null,
        string? Error = null,
        string? Owner = null,
        string? CreatedAfter = null,
        string? CreatedBefore = null);

    internal sealed record Matches([property: JsonPropertyName("matches")] long Count);

    internal sealed record Started(long Operation);
}
