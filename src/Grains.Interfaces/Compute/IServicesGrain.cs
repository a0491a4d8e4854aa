using Switchyard.Hosting;

namespace Switchyard.Compute;

/// <summary>The services of the cluster, as clients see them. A stateless worker. The key is always 0.</summary>
[Alias("switchyard.compute.services-grain")]
public interface IServicesGrain : IGrainWithIntegerKey
{
    /// <summary>All services that some source, present or away, may run.</summary>
    [Alias("list"), Repeatable]
    Task<IReadOnlyList<ServiceDefinition>> ListAsync();

    /// <summary>One of them; null when there is none of the name, or no source may run it.</summary>
    /// <param name="name">Case-sensitive.</param>
    [Alias("find"), Repeatable]
    Task<ServiceDefinition?> FindAsync(string name);
}

/// <param name="Interface">A JSON object: the inputs by id, in their order, each as <c>/supportedservices</c> shows it.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.service-definition")]
public sealed record ServiceDefinition(
    [property: Id(0)] string Name,
    [property: Id(1)] string Description,
    [property: Id(2)] string Interface);
