using Microsoft.Extensions.Options;

namespace Switchyard.Downloads;

/// <summary>Wakes the listener when a node starts; elsewhere its reminder does.</summary>
internal sealed class ListenerStart(IGrainFactory grains, IOptions<DownloadsOptions> options) : IStartupTask
{
    public Task Execute(CancellationToken cancellationToken) =>
        options.Value.ConnectionString is null ? Task.CompletedTask : grains.GetDownloadListener().ListenAsync();
}
