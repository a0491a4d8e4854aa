namespace Switchyard.Downloads;

/// <summary>Wakes the listener when a node starts; elsewhere its reminder does.</summary>
internal sealed class ListenerStart(IGrainFactory grains, DownloadsOptions options) : IStartupTask
{
    public Task Execute(CancellationToken cancellationToken) =>
        options.ConnectionString is null ? Task.CompletedTask : grains.GetDownloadListener().ListenAsync();
}
