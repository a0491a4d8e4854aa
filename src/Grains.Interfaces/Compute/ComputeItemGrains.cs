using Switchyard.Hosting;

namespace Switchyard.Compute;

public static class ComputeItemGrains
{
    /// <summary>The grain of an item that compute sources run: its kind is the name of its grain type.</summary>
    public static IComputeItemGrain GetComputeItem(this IGrainFactory grains, string kind, long id) =>
        grains.Reach<IComputeItemGrain>(kind, id);

    /// <summary>The one scheduler.</summary>
    public static ISchedulerGrain GetScheduler(this IGrainFactory grains) => grains.Reach<ISchedulerGrain>(0);

    /// <summary>The services of the cluster.</summary>
    public static IServicesGrain GetServices(this IGrainFactory grains) => grains.Reach<IServicesGrain>(0);

    /// <summary>What converts volumes.</summary>
    public static IVolumesGrain GetVolumes(this IGrainFactory grains) => grains.Reach<IVolumesGrain>(0);
}
