using Microsoft.AspNetCore.Http.HttpResults;

namespace Switchyard.Hosting;

/// <summary>Whether the process lives, and whether it should get requests. Open to all, on every port.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health")
            .WithTags("Health")
            .WithMetadata(DoorRoute.OnEveryPort, OpenToAll.Mark);
        health.MapGet("/alive", () => JsonString("I'm alive!", StatusCodes.Status200OK))
            .WithSummary("Whether the process lives");
        health.MapGet("/ready", Ready)
            .WithSummary("Whether the node serves: 503 while storage is unreachable, the cluster is not joined, or it drains")
            .Produces<string>()
            .Produces<string>(StatusCodes.Status503ServiceUnavailable);
    }

    /// <returns>Why this node should not get requests; null when it should.</returns>
    public static string? WhyNotReady(IServiceProvider services) =>
        services.GetRequiredService<Leave>().IsUnderWay ? "draining"
        : services.GetService<INodeReadiness>() is { IsReady: false } node ? node.Reason ?? "not ready"
        : null;

    private static ContentHttpResult Ready(IServiceProvider services) => WhyNotReady(services) is { } reason
        ? JsonString($"Not ready: {reason}", StatusCodes.Status503ServiceUnavailable)
        : JsonString("I'm ready!", StatusCodes.Status200OK);

    private static ContentHttpResult JsonString(string text, int status) => TypedResults.Text(
        $"\"{System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"",
        "application/json",
        statusCode: status);
}
