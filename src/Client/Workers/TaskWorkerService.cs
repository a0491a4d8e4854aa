using Microsoft.Extensions.Hosting;

namespace Switchyard.Client.Workers;

/// <summary>A worker as a service of the host: starts with it, and ends gracefully before it.</summary>
internal sealed class TaskWorkerService(TaskWorker worker) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => worker.RunAsync(stoppingToken), CancellationToken.None);
}
