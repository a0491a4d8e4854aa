using System.Text.Json.Nodes;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Compute;

/// <summary>The services that clients may ask for.</summary>
internal static class ServiceEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder api) => api
        .MapGet("/services", async (IGrainFactory grains) => TypedResults.Ok(new ListJson<ServiceJson>(
            [.. (await grains.GetServices().ListAsync()).Select(ServiceJson.Of)])))
        .Needs(Access.Any)
        .WithTags("Compute")
        .WithSummary("All services that some compute source may run, with their inputs");
}

/// <param name="Interface">Its inputs by id.</param>
internal sealed record ServiceJson(string Name, string Description, JsonNode? Interface)
{
    public static ServiceJson Of(ServiceDefinition service) => new(service.Name, service.Description, JsonNode.Parse(service.Interface));
}
