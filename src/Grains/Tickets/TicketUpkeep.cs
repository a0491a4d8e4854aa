using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Tickets.Rules;
using Switchyard.Work.Store;

namespace Switchyard.Tickets;

/// <summary>
/// Takes away what tickets need no longer before they go, in small steps by index. Each node does it: what one has done, the others do
/// not find, and to do it twice is harmless. What a step that was cut off left, the next look finds again.
/// </summary>
internal sealed partial class TicketUpkeep(
    TicketRetentions retentions,
    FetchedResults fetched,
    IWorkStore store,
    IGrainFactory grains,
    TicketsOptions options,
    TimeProvider time,
    ILogger<TicketUpkeep> log)
    : BackgroundService
{
    private readonly ResultSweep _results = new(fetched, grains, log);
    private readonly UploadSweep _uploads = new(store, log);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TicketRetention.EveryOf(options), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var retention = await retentions.ReadAsync(stoppingToken);
                await ForgetResultsAsync(retention, stoppingToken);
                await DropUploadsAsync(retention, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task ForgetResultsAsync(TicketRetention retention, CancellationToken cancellationToken)
    {
        if (retention.ResultsBefore(time.GetUtcNow()) is { } before && await _results.SweepAsync(before, cancellationToken) is > 0 and var count)
        {
            LogForgotten(count);
        }
    }

    private async Task DropUploadsAsync(TicketRetention retention, CancellationToken cancellationToken)
    {
        if (retention.DropsUploads && await _uploads.SweepAsync(retention, time, cancellationToken) is > 0 and var count)
        {
            LogDropped(count);
        }
    }

    [LoggerMessage(6002, LogLevel.Information, "{Count} results of tickets are deleted: their retention is over")]
    private partial void LogForgotten(int count);

    [LoggerMessage(6003, LogLevel.Warning, "What tickets need no longer could not be removed; tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(6004, LogLevel.Information, "{Count} uploads of tickets are deleted: their retention is over")]
    private partial void LogDropped(int count);
}
