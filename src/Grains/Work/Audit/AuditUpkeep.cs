using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Hosting;

namespace Switchyard.Work.Audit;

/// <summary>Has the record of acts kept as long as it is to be kept.</summary>
internal sealed partial class AuditUpkeep(AuditOptions options, IGrainFactory grains, TimeProvider time, ILogger<AuditUpkeep> log)
    : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How often it is looked at: the shorter the retention, the more exactly it is kept.</summary>
    public static TimeSpan Every(TimeSpan retention) =>
        TimeSpan.FromTicks(Math.Clamp(retention.Ticks / 100, Shortest.Ticks, Longest.Ticks));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Retention == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(Every(options.Retention), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await grains.Reach<IAuditUpkeepGrain>(0).ForgetAsync(time.GetUtcNow() - options.Retention);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Old records of acts could not be removed; tried again")]
    private partial void LogFailed(Exception exception);
}
