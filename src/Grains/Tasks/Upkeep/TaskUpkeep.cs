using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Upkeep;

/// <summary>Drives the upkeep of tasks, as every node does.</summary>
internal sealed partial class TaskUpkeep(IGrainFactory grains, IHostApplicationLifetime life, ILogger<TaskUpkeep> log) : BackgroundService
{
    public static TimeSpan Every { get; } = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        // A silo that stops is stopped before its services are, and must not be asked for grains that it lets go.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, life.ApplicationStopping);
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stopping.Token))
        {
            try
            {
                await grains.Reach<ITaskUpkeepGrain>(0).TickAsync();
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(9010, LogLevel.Warning, "The upkeep of tasks did not answer; tried again")]
    private partial void LogFailed(Exception exception);
}
