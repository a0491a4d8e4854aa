using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Schedules;

/// <summary>Every node has schedules looked at, so that they are while one lives.</summary>
internal sealed partial class ScheduleTicks(IGrainFactory grains, TimeProvider time, ILogger<ScheduleTicks> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var upSince = time.GetUtcNow();
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await grains.Reach<IScheduleUpkeepGrain>(0).TickAsync(upSince).WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Schedules could not be looked at; tried again")]
    private partial void LogFailed(Exception exception);
}
