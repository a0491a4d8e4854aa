using Switchyard.Hosting;

namespace Switchyard.Work.Retention;

/// <summary>Wakes the retention when a node starts; elsewhere its reminder does.</summary>
internal sealed class RetentionStart(IGrainFactory grains) : IStartupTask
{
    public Task Execute(CancellationToken cancellationToken) => grains.Reach<IRetentionGrain>(0).WakeAsync();
}
