using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Compute.Runs;

namespace Switchyard.Compute;

/// <summary>Tries again and again to remove what runs left and could not be removed when they were over. Nothing waits for it.</summary>
internal sealed partial class LeftFilesUpkeep(RunRoot root, TimeProvider time, ILogger<LeftFilesUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private readonly HashSet<LeftFiles> _told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await Task.Run(Look, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>The same is told once.</summary>
    private void Look()
    {
        foreach (var left in root.RemoveAside().Where(_told.Add))
        {
            LogStillThere(left.Path, left.Why);
        }
    }

    [LoggerMessage(3003, LogLevel.Warning, "What runs left in {Path} cannot be removed: {Why}. It is tried again every ten minutes")]
    private partial void LogStillThere(string path, string why);
}
