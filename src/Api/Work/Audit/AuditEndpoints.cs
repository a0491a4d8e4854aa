using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Work.Audit;

/// <summary>What people and keys did.</summary>
internal static class AuditEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    /// <summary>Characters; no name of an account, a key or a queue is longer.</summary>
    private const int MaxNameLength = 1000;

    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", ListAsync)
        .WithTags("Audit")
        .Needs(Access.Operate)
        .WithSummary("One page of what people and keys did, newest first unless order says otherwise")
        .WithWords(("who", "The account's or key's name."), ("act", "The word of an act, such as cancel or pause."), ("item", "The number of a work item."))
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<AuditPageJson>, ProblemHttpResult>> ListAsync(
        string? who,
        string? act,
        string? item,
        string? queue,
        string? order,
        int? limit,
        string? after,
        IGrainFactory grains,
        IEnumerable<AuditWord> words,
        CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problem.Invalid($"limit must be 1 to {MaxLimit}.");
        }

        if (who is { Length: 0 or > MaxNameLength } || queue is { Length: 0 or > MaxNameLength })
        {
            return Problem.Invalid($"who and queue must be 1 to {MaxNameLength} characters.");
        }

        string[] acts = [.. AuditActs.All, .. words.Select(word => word.Act)];
        if (act is not null && !acts.Contains(act, StringComparer.Ordinal))
        {
            return Problem.Invalid($"act must be one of {string.Join(", ", acts)}.");
        }

        long id = 0;
        if (item is not null && !long.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out id))
        {
            return Problem.Invalid("item must be the id of a work item.");
        }

        if (WorkConditions.ReadOrder(order, out var isAscending) is { } refusal)
        {
            return refusal;
        }

        if (!Cursor.TryRead(after, out var place))
        {
            return Problem.Invalid(Cursor.Refusal);
        }

        var (filter, most) = (new AuditFilter { Who = who, Act = act, Item = item is null ? null : id, Queue = queue, Ascending = isAscending }, limit ?? DefaultLimit);
        var entries = await grains.GetAudit().ListAsync(filter, place, most).WaitAsync(cancellationToken);
        return TypedResults.Ok(new AuditPageJson(
            [.. entries.Select(AuditEntryJson.Of)], Cursor.Write(entries.Count == most ? entries[^1].Sequence : null)));
    }

    /// <param name="Next">For <c>after</c>: the page behind this one; null when there is none.</param>
    internal sealed record AuditPageJson(IReadOnlyList<AuditEntryJson> Items, string? Next);

    /// <param name="Who">The account's or key's name; "operator" where nobody had to sign in.</param>
    /// <param name="From">The address; null when it is not known.</param>
    /// <param name="Item">The work item, where it was one.</param>
    /// <param name="Subject">What it was done to besides: a source, a key's id, a dataset, the choice of a bulk act.</param>
    /// <param name="Before">How it stood before; of an item its status, and its error.</param>
    /// <param name="RequestId">The <c>X-Request-ID</c> of the answer, or the id of the act on the console.</param>
    internal sealed record AuditEntryJson(
        DateTimeOffset At,
        string Who,
        string? From,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Item,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Queue,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subject,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Before,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? After,
        string? RequestId)
    {
        public static AuditEntryJson Of(AuditEntry entry) => new(
            entry.At,
            entry.Who,
            entry.From,
            entry.Act,
            entry.Item,
            entry.Queue,
            entry.Subject,
            entry.Reason,
            entry.Before,
            entry.After,
            entry.RequestId);
    }
}
