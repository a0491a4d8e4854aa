namespace Switchyard.Telemetry;

/// <summary>Keeps gauges fresh for a collector that is sent them: who scrapes has them read then.</summary>
internal sealed class GaugeLoop(IGaugeRefresh gauges, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await gauges.RefreshAsync();
        }
    }
}
