using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;

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
            .WithSummary("Whether the node serves: 503 while storage is unreachable, the cluster is not joined, or it drains");
    }

    private static ContentHttpResult Ready(IServiceProvider services, Leave leave)
    {
        var node = services.GetService<INodeReadiness>();
        var reason = leave.IsUnderWay ? "draining"
            : node is { IsReady: false } ? node.Reason ?? "not ready"
            : null;
        return reason is null
            ? JsonString("I'm ready!", StatusCodes.Status200OK)
            : JsonString($"Not ready: {reason}", StatusCodes.Status503ServiceUnavailable);
    }

    private static ContentHttpResult JsonString(string text, int status) => TypedResults.Text(
        $"\"{System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"",
        "application/json",
        statusCode: status);
}
