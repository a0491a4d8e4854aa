using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>
/// Deletes results whose retention is over, in batches by index. Each node does it: what one has done, the others do not find,
/// and to do it twice is harmless.
/// </summary>
internal sealed partial class ResultUpkeep(
    FetchedResults fetched, IGrainFactory grains, TicketsOptions options, TimeProvider time, ILogger<ResultUpkeep> log)
    : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _retention = options.ResultRetention;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromTicks(Math.Clamp(_retention.Ticks / 4, Shortest.Ticks, Longest.Ticks)), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await ForgetSomeAsync(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    /// <summary>Whether there may be more to do at once.</summary>
    private async Task<bool> ForgetSomeAsync(CancellationToken cancellationToken)
    {
        var due = await fetched.ReadAsync(time.GetUtcNow() - _retention, Batch, cancellationToken);
        var forgotten = await Task.WhenAll(due.Select(TryForgetAsync));
        if (forgotten.OfType<string>().ToList() is { Count: > 0 } blobs)
        {
            await fetched.RemoveAsync(blobs, cancellationToken);
            LogForgotten(blobs.Count);
            return due.Count == Batch;
        }

        return false;
    }

    /// <summary>One that cannot be deleted must not keep the others.</summary>
    private async Task<string?> TryForgetAsync(FetchedResult result)
    {
        try
        {
            await grains.Reach<ITicketResultGrain>(result.Ticket).ForgetResultAsync(result.Blob);
            return result.Blob;
        }
#pragma warning disable CA1031 // Whatever kept it, it is tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogKept(result.Ticket, exception);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} results of tickets are deleted: their retention is over")]
    private partial void LogForgotten(int count);

    [LoggerMessage(3, LogLevel.Warning, "The result of ticket {Ticket} could not be deleted; tried again")]
    private partial void LogKept(long ticket, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Results whose retention is over could not be deleted; tried again")]
    private partial void LogFailed(Exception exception);
}
