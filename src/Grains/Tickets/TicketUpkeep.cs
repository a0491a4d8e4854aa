using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Tickets.Rules;
using Switchyard.Work.Store;

namespace Switchyard.Tickets;

/// <summary>
/// Takes away what tickets need no longer, in small steps by index. Each node does it: what one has done, the others do not find,
/// and to do it twice is harmless. What a step that was cut off left, the next look finds again.
/// </summary>
internal sealed partial class TicketUpkeep(
    IDoorDatabase database,
    FetchedResults fetched,
    IWorkStore store,
    IGrainFactory grains,
    TicketsOptions options,
    TimeProvider time,
    ILogger<TicketUpkeep> log)
    : BackgroundService
{
    private const int Rows = 50;

    /// <summary>Between two steps: claims and results come first.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ResultSweep _results = new(fetched, grains, log);
    private readonly UploadSweep _uploads = new(store, log);
    private TicketRetention? _retention;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TicketRetention.EveryOf(options), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var retention = _retention ??= await ReadRetentionAsync(stoppingToken);
                await ForgetResultsAsync(retention, stoppingToken);
                await DropUploadsAsync(retention, stoppingToken);
                await RemoveRowsAsync(retention, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task<TicketRetention> ReadRetentionAsync(CancellationToken cancellationToken) => new(
        options,
        DateTimeOffset.FromUnixTimeMilliseconds(await database.QueryAsync(
            connection => connection.ExecuteScalarAsync<long>(
                "select applied_at from switchyard_migration where component = @component and number = @number",
                new { component = TicketRetention.Component, number = TicketRetention.FirstScript }),
            cancellationToken)));

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

    private async Task RemoveRowsAsync(TicketRetention retention, CancellationToken cancellationToken)
    {
        if (retention.RowsBefore(time.GetUtcNow()) is not { } before)
        {
            return;
        }

        var (removed, step) = (0, Rows);
        while (step == Rows)
        {
            step = (await store.DeleteFinishedAsync(TicketNames.Queue, before, Rows, cancellationToken)).Items;
            removed += step;
            await Task.Delay(step == Rows ? Pause : TimeSpan.Zero, time, cancellationToken);
        }

        if (removed > 0)
        {
            LogRemoved(removed);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} results of tickets are deleted: their retention is over")]
    private partial void LogForgotten(int count);

    [LoggerMessage(2, LogLevel.Warning, "What tickets need no longer could not be removed; tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(4, LogLevel.Information, "{Count} uploads of tickets are deleted: their retention is over")]
    private partial void LogDropped(int count);

    [LoggerMessage(5, LogLevel.Information, "{Count} tickets are removed with all that they had: their retention is over")]
    private partial void LogRemoved(int count);
}
