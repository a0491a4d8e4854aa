using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Work.Nodes;

/// <summary>The nodes of the cluster, and one that is to leave.</summary>
internal static class NodeEndpoints
{
    public static void MapNodes(this IEndpointRouteBuilder api)
    {
        var nodes = api.MapGroup("/nodes").WithTags("Nodes").Needs(Access.Read);
        nodes.MapGet("", ListAsync).WithSummary("The nodes of the cluster, by name");
        nodes.MapPost("/{name}/drain", DrainAsync)
            .Needs(Access.Operate)
            .WithSummary("Let a node leave: it is unready at once, finishes what it has begun, and ends")
            .WithWords(("name", "The node's name."))
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<ListJson<NodeView>>> ListAsync(IGrainFactory grains) =>
        TypedResults.Ok(new ListJson<NodeView>(await grains.Reach<INodesGrain>(0).ListAsync()));

    private static async Task<Results<Accepted<NodeView>, ProblemHttpResult>> DrainAsync(string name, IGrainFactory grains) =>
        await grains.Reach<INodesGrain>(0).DrainAsync(name) is { } node
            ? TypedResults.Accepted("/api/v1/nodes", node)
            : Problem.Of(StatusCodes.Status404NotFound, "unknown-node", $"There is no node '{name}' in the cluster.");
}
