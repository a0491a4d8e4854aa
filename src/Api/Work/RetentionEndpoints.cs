using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>What is kept for how long, and what went.</summary>
internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder api) => api.MapGet("/retention", ListAsync)
        .WithTags("Retention")
        .Needs(Access.Read)
        .WithSummary("What is kept for how long after its end, and how much went since the cluster's retention last began");

    private static async Task<Ok<ListJson<RetentionJson>>> ListAsync(IGrainFactory grains) =>
        TypedResults.Ok(new ListJson<RetentionJson>([.. (await grains.Reach<IRetentionGrain>(0).GetAsync()).Select(Of)]));

    private static RetentionJson Of(RetentionStatus status) =>
        new(status.Name, status.Keep?.TotalSeconds, status.Removed, status.RemovedAt, status.Since, status.Problem);

    /// <param name="Keep">Seconds; null: for ever.</param>
    internal sealed record RetentionJson(
        string Name, double? Keep, long Removed, DateTimeOffset? RemovedAt, DateTimeOffset Since,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Problem);
}
