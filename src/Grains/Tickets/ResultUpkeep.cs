using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Switchyard.Tickets;

/// <summary>
/// Deletes results whose retention is over, in batches by index. Each node does it: what one has done, the others do not find,
/// and to do it twice is harmless.
/// </summary>
internal sealed partial class ResultUpkeep(
    FetchedResults fetched, IGrainFactory grains, IOptions<TicketsOptions> options, TimeProvider time, ILogger<ResultUpkeep> log)
    : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _retention = options.Value.ResultRetention;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromTicks(Math.Clamp(_retention.Ticks / 4, Shortest.Ticks, Longest.Ticks)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await ForgetSomeAsync(stoppingToken) == Batch)
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task<int> ForgetSomeAsync(CancellationToken cancellationToken)
    {
        var due = await fetched.ReadAsync(time.GetUtcNow() - _retention, Batch, cancellationToken);
        if (due.Count > 0)
        {
            await Task.WhenAll(due.Select(result => grains.GetGrain<ITicketResultGrain>(result.Ticket).ForgetResultAsync(result.Blob)));
            await fetched.RemoveAsync([.. due.Select(result => result.Blob)], cancellationToken);
            LogForgotten(due.Count);
        }

        return due.Count;
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} results of tickets are deleted: their retention is over")]
    private partial void LogForgotten(int count);

    [LoggerMessage(2, LogLevel.Warning, "Results whose retention is over could not be deleted; tried again")]
    private partial void LogFailed(Exception exception);
}
