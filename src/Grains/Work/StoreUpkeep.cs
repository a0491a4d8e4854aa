using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>Forgets rates per minute, and workers that hold nothing, when nobody will ask for them any more; and keeps the plans of queries good.</summary>
public sealed partial class StoreUpkeep(IWorkStore store, TimeProvider time, ILogger<StoreUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Keep = TimeSpan.FromDays(35);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.TrimAsync(time.GetUtcNow() - Keep, stoppingToken);
                await store.AnalyzeAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(2020, LogLevel.Warning, "Old rates and workers could not be removed; tried again in an hour")]
    private partial void LogFailed(Exception exception);
}
