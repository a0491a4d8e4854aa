using Microsoft.AspNetCore.Routing.Matching;

namespace Switchyard.Hosting;

/// <summary>Marks an endpoint as a route of a door's original; it also answers on the door's own port.</summary>
/// <param name="Door">The door's name as in <c>Doors:{Name}:Url</c>; null: answers on every port.</param>
/// <param name="OwnPortAlone">The main port does not serve it: there the path is another's.</param>
internal sealed record DoorRoute(string? Door, bool OwnPortAlone = false)
{
    public static DoorRoute OnEveryPort { get; } = new((string?)null);
}

/// <summary>A door's own port serves exactly that door's routes; the main port serves all but those that are marked.</summary>
internal sealed class DoorPortPolicy(DoorPorts ports) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 100;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => ports.Any;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var door = ports.DoorOf(httpContext.Connection.LocalPort);
        for (var index = 0; index < candidates.Count; index++)
        {
            var endpoint = candidates[index].Endpoint;
            // Routing's own answer to a wrong method is no route and has no mark.
            if (endpoint is RouteEndpoint && !Serves(door, endpoint.Metadata.GetMetadata<DoorRoute>()))
            {
                candidates.SetValidity(index, false);
            }
        }

        return Task.CompletedTask;
    }

    /// <param name="door">Null: the main port.</param>
    private static bool Serves(string? door, DoorRoute? route) => door is null
        ? route is not { OwnPortAlone: true }
        : route is not null && (route.Door is null || route.Door.Equals(door, StringComparison.OrdinalIgnoreCase));
}
