using Microsoft.Extensions.Logging;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>Once a second: leases that have run out.</summary>
public sealed partial class QueueGrain
{
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExpireAsync(cancellationToken);
            if (Group is null)
            {
                await _heads.SweepAsync();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next tick tries again; the rows wait.
            LogSweepFailed(Queue, exception);
        }
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        var expired = 0;
        IReadOnlyList<DueItem> due;
        do
        {
            due = await store.ReadDueAsync(Queue, clock.GetUtcNow(), MaxBatch, cancellationToken);
            var outcomes = await Task.WhenAll(due.Select(ExpireAsync));
            expired += outcomes.Count(done => done);

            // A page of which nothing could be expired would come again and again.
            if (!outcomes.Contains(true))
            {
                break;
            }
        }
        while (due.Count == MaxBatch);

        if (expired > 0)
        {
            LogExpired(Queue, expired);
        }
    }

    /// <summary>One item that cannot be expired must not keep the others from it.</summary>
    private async Task<bool> ExpireAsync(DueItem item)
    {
        try
        {
            return await grains.GetWorkItem(item.Kind, item.Id).ExpireAsync() == ActOutcome.Accepted;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotExpired(Queue, item.Id, exception);
            return false;
        }
    }

    [LoggerMessage(3, LogLevel.Information, "Queue {Queue}: {Count} leases had run out")]
    private partial void LogExpired(string queue, int count);

    [LoggerMessage(4, LogLevel.Warning, "Queue {Queue}: the sweep failed and is tried again")]
    private partial void LogSweepFailed(string queue, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "Queue {Queue}: the lease of item {Id} has run out, but it cannot be taken back; tried again")]
    private partial void LogNotExpired(string queue, long id, Exception exception);
}
