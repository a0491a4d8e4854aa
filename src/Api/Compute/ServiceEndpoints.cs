using Switchyard.Auth;

namespace Switchyard.Compute;

/// <summary>The services that clients may ask for.</summary>
internal static class ServiceEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder api) => api
        .MapGet("/services", async (IGrainFactory grains) => new ServiceList(await grains.GetServices().ListAsync(), "application/json"))
        .Needs(Access.Any)
        .WithTags("Compute")
        .WithSummary("All services that some compute source may run, with their inputs");
}
