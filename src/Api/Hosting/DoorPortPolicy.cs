using Microsoft.AspNetCore.Routing.Matching;

namespace Switchyard.Hosting;

/// <summary>Marks an endpoint as a route of a door's original; it also answers on the door's own port.</summary>
/// <param name="Door">The door's name as in <c>Doors:{Name}:Url</c>; null: answers on every port.</param>
internal sealed record DoorRoute(string? Door)
{
    public static DoorRoute OnEveryPort { get; } = new((string?)null);
}

/// <summary>A door's own port serves exactly that door's routes; the main port serves all.</summary>
internal sealed class DoorPortPolicy(DoorPorts ports) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 100;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => ports.Any;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (ports.DoorOf(httpContext.Connection.LocalPort) is not { } door)
        {
            return Task.CompletedTask;
        }

        for (var index = 0; index < candidates.Count; index++)
        {
            var endpoint = candidates[index].Endpoint;
            // Routing's own answer to a wrong method is no route and has no mark.
            var serves = endpoint is not RouteEndpoint
                || (endpoint.Metadata.GetMetadata<DoorRoute>() is { } route
                    && (route.Door is null || route.Door.Equals(door, StringComparison.OrdinalIgnoreCase)));
            if (!serves)
            {
                candidates.SetValidity(index, false);
            }
        }

        return Task.CompletedTask;
    }
}
