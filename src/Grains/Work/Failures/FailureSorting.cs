using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Work.Failures;

/// <summary>
/// Gives what failed under an earlier release, or on a node of it that still runs, the groups of its errors. A few at a time: others
/// write between two steps.
/// </summary>
internal sealed partial class FailureSorting(IWorkStore store, IEnumerable<IItemLane> lanes, TimeProvider time, ILogger<FailureSorting> log) : BackgroundService
{
    /// <summary>Rows of one transaction.</summary>
    private const int Step = 500;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SortAsync(() => store.SortFailuresAsync(Step, stoppingToken), stoppingToken);
                foreach (var lane in lanes)
                {
                    await SortAsync(() => lane.SortFailuresAsync(Step), stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task SortAsync(Func<Task<int>> step, CancellationToken stoppingToken)
    {
        while (await step() == Step)
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    [LoggerMessage(2021, LogLevel.Warning, "What failed under an earlier release could not be grouped by its errors; tried again")]
    private partial void LogFailed(Exception exception);
}
