using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Schedules;

/// <summary>Every node has schedules looked at, so that they are while one lives.</summary>
internal sealed partial class ScheduleTicks(
    IGrainFactory grains, IHostApplicationLifetime life, TimeProvider time, ILogger<ScheduleTicks> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        // The silo stops before its services do.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, life.ApplicationStopping);
        var upSince = time.GetUtcNow();
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stopping.Token))
        {
            try
            {
                await grains.Reach<IScheduleUpkeepGrain>(0).TickAsync(upSince).WaitAsync(stopping.Token);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(9004, LogLevel.Warning, "Schedules could not be looked at; tried again")]
    private partial void LogFailed(Exception exception);
}
