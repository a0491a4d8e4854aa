using System.Data.Common;
using Microsoft.Extensions.Logging;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>Once a second: leases that have run out.</summary>
public sealed partial class QueueGrain
{
    /// <summary>Who could not renew while the store was away gets so much time for it.</summary>
    private static readonly TimeSpan GraceAfterOutage = TimeSpan.FromSeconds(5);

    private DateTimeOffset _graceUntil;

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
            GiveGrace(exception);
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
            if (clock.GetUtcNow() < _graceUntil)
            {
                // Read all the same: it tells whether the store is still away.
                return;
            }

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
            GiveGrace(exception);
            LogNotExpired(Queue, item.Id, exception);
            return false;
        }
    }

    /// <summary>That leases run out while the store is away is no fault of their holders.</summary>
    private void GiveGrace(Exception exception)
    {
        if (exception is IOException or DbException)
        {
            _graceUntil = clock.GetUtcNow() + GraceAfterOutage;
        }
    }

    [LoggerMessage(2008, LogLevel.Information, "Queue {Queue}: {Count} leases had run out")]
    private partial void LogExpired(string queue, int count);

    [LoggerMessage(2009, LogLevel.Warning, "Queue {Queue}: the sweep failed and is tried again")]
    private partial void LogSweepFailed(string queue, Exception exception);

    [LoggerMessage(2010, LogLevel.Warning, "Queue {Queue}: the lease of item {Id} has run out, but it cannot be taken back; tried again")]
    private partial void LogNotExpired(string queue, long id, Exception exception);
}
