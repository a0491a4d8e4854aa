namespace Switchyard.Telemetry;

/// <summary>Keeps gauges fresh for a collector that is sent them: who scrapes has them read then.</summary>
/// <param name="gauges">Null: this process has none, as a front end.</param>
internal sealed class GaugeLoop(TimeProvider time, IGaugeRefresh? gauges = null) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (gauges is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await gauges.RefreshAsync();
        }
    }
}
