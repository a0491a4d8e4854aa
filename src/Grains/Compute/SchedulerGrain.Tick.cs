using Microsoft.Extensions.Logging;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>Once a second: nodes, pauses, and rows that nobody told us of.</summary>
public sealed partial class SchedulerGrain
{
    private const int PageSize = 1000;
    private const int MaxPagesPerTick = 5;
    private const int TicksPerQuestion = 5;

    private readonly PushQueue[] _pushQueues = [.. queues];
    private int _passQueue;
    private QueueEntry? _passAfter;

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        _scheduling.NextTick();
        LookAtNodes();
        DispatchAll();
        if (IsSiloStopping)
        {
            // There may be no silo to ask any more; where this grain goes, it looks at once.
            return;
        }

        try
        {
            await PassAsync(cancellationToken);
            if (_scheduling.Tick % TicksPerQuestion == 0)
            {
                await AskForPausesAsync();
                await AskForRunsAsync();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (!IsSiloStopping)
            {
                LogTickFailed(exception);
            }
        }

        DispatchAll();
    }

    private bool IsSiloStopping => silos.CurrentStatus is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead;

    /// <summary>Goes on with the pass over all queued rows; when it has met them all, the next tick begins another.</summary>
    private async Task PassAsync(CancellationToken cancellationToken)
    {
        if (_passQueue == 0 && _passAfter is null)
        {
            _scheduling.BeginPass();
        }

        for (var pages = 0; pages < MaxPagesPerTick && _passQueue < _pushQueues.Length; pages++)
        {
            var queue = _pushQueues[_passQueue];
            var page = await store.ReadQueuedAsync(queue.Queue, _passAfter, PageSize, clock.GetUtcNow(), cancellationToken);
            await PlaceUnknownAsync(queue, page, cancellationToken);
            (_passQueue, _passAfter) = page.Count == PageSize ? (_passQueue, page[^1]) : (_passQueue + 1, (QueueEntry?)null);
        }

        if (_passQueue == _pushQueues.Length)
        {
            _scheduling.EndPass();
            (_passQueue, _passAfter) = (0, null);
        }
    }

    private async Task PlaceUnknownAsync(PushQueue queue, IReadOnlyList<QueueEntry> page, CancellationToken cancellationToken)
    {
        var unknown = page.Where(entry => !_scheduling.Saw(entry.Id)).ToList();
        var rows = await Task.WhenAll(unknown.Select(entry => store.ReadAsync(entry.Id, cancellationToken)));
        foreach (var row in rows)
        {
            if (row is { Status: WorkStatus.Queued } && row.Queue == queue.Queue && EntryOf(queue, row) is { } entry)
            {
                Dispatch(_scheduling.Place(entry));
            }
        }
    }

    /// <summary>A row that its door cannot read must not keep the others.</summary>
    private ComputeEntry? EntryOf(PushQueue queue, WorkRow row)
    {
        try
        {
            return queue.Entry(row);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnreadable(row.Id, exception);
            return null;
        }
    }

    /// <summary>A pause is told at once; this finds what was not.</summary>
    private async Task AskForPausesAsync()
    {
        foreach (var queue in _pushQueues)
        {
            _scheduling.HoldQueue(queue.Queue, (await LostCalls.AskAsync(() => grains.Reach<IQueueGrain>(queue.Queue).GetStatusAsync(), clock)).Pause);
        }
    }

    /// <summary>The end of a run is told at once; this finds what was not, and starts that were lost on the way.</summary>
    private Task AskForRunsAsync() => Task.WhenAll(_scheduling.Lanes
        .Where(lane => !lane.IsAway && lane.Running.Count > 0)
        .ToList()
        .Select(async lane =>
        {
            var askedAt = _scheduling.Tick;
            try
            {
                var runs = await LostCalls.AskAsync(() => grains.Reach<IComputeSourceGrain>(lane.Key).GetRunningAsync(), clock);
                _scheduling.Reconcile(lane, runs.ToHashSet(), askedAt);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotAsked(lane.Key, exception);
            }
        }));

    [LoggerMessage(3013, LogLevel.Warning, "A look at the cluster's sources and queues failed and is tried again")]
    private partial void LogTickFailed(Exception exception);

    [LoggerMessage(3014, LogLevel.Error, "Item {Id} cannot be read and is not placed")]
    private partial void LogUnreadable(long id, Exception exception);

    [LoggerMessage(3015, LogLevel.Warning, "Source {Source} could not be asked what it runs; tried again")]
    private partial void LogNotAsked(string source, Exception exception);
}
