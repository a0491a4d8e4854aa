using Orleans.Concurrency;
using Switchyard.Compute.Services;

namespace Switchyard.Compute;

/// <summary>What a service is, this node knows; whether it may be run anywhere, the scheduler.</summary>
[StatelessWorker, Reentrant]
internal sealed class ServicesGrain(ServiceDefinitions services, IGrainFactory grains) : Grain, IServicesGrain
{
    public async Task<IReadOnlyList<ServiceDefinition>> ListAsync()
    {
        var permitted = await Task.WhenAll(services.All.Select(service => grains.GetScheduler().PermitsAsync(service.Name)));
        return [.. services.All.Zip(permitted).Where(service => service.Second).Select(service => service.First)];
    }

    public async Task<ServiceDefinition?> FindAsync(string name) =>
        services.Find(name) is { } service && await grains.GetScheduler().PermitsAsync(name) ? service : null;
}
