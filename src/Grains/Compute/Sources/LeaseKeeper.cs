using Microsoft.Extensions.Logging;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Compute.Sources;

/// <summary>
/// Holds the leases of all that runs on this node, in one statement each third of a lease. A run whose lease is gone, or
/// cannot be held for longer, is ended before another may have the item.
/// </summary>
internal sealed partial class LeaseKeeper(
    Func<IEnumerable<Run>> runs, IWorkStore store, TimeSpan lease, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _margin = lease / 6;
    private Task _keeping = Task.CompletedTask;
    private Task _renewal = Task.CompletedTask;
    private bool _isDisposed;

    public void Start() => _keeping = KeepAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stop.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        using var timer = new PeriodicTimer(lease / 30, time);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                Look();
            }
#pragma warning disable CA1031 // Without a next tick the node would lose all that it runs.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogLookFailed(log, exception);
            }
        }
    }

    private void Look()
    {
        var held = runs().Where(run => run.LeaseNumber > 0 && !run.IsLost).ToList();
        foreach (var run in held.Where(run => Left(run) <= _margin && run.TryLose("The lease could not be held.", isFenced: true)))
        {
            LogFenced(log, run.Entry.Id, run.LeaseNumber);
        }

        // A renewal that hangs must not keep the next tick from its look.
        if (_renewal.IsCompleted && held.Exists(run => Left(run) <= lease * 2 / 3))
        {
            _renewal = RenewAsync(held);
        }
    }

    private async Task RenewAsync(List<Run> held)
    {
        try
        {
            var (asked, now) = (time.GetTimestamp(), time.GetUtcNow());
            var leases = held.Select(run => new LeaseRef(run.Entry.Id, run.LeaseNumber)).ToList();
            var outcomes = await store.RenewAsync(leases, now + lease, now, _stop.Token);
            foreach (var (run, outcome) in held.Zip(outcomes))
            {
                if (outcome == ActOutcome.Accepted)
                {
                    run.HeldUntil = asked + (long)(lease.TotalSeconds * time.TimestampFrequency);
                }
                else if (run.TryLose("The lease is lost."))
                {
                    LogLost(log, run.Entry.Id, run.LeaseNumber, outcome);
                }
            }
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            LogNotRenewed(log, held.Count, exception);
        }
    }

    private TimeSpan Left(Run run) => time.GetElapsedTime(time.GetTimestamp(), run.HeldUntil);

    [LoggerMessage(3020, LogLevel.Warning, "Item {Id}: the lease {Lease} is held no longer ({Outcome}); its run is ended")]
    private static partial void LogLost(ILogger log, long id, long lease, ActOutcome outcome);

    [LoggerMessage(3021, LogLevel.Error, "Item {Id}: the lease {Lease} could not be held; its run is ended before it runs out")]
    private static partial void LogFenced(ILogger log, long id, long lease);

    [LoggerMessage(3022, LogLevel.Warning, "{Count} leases could not be renewed; tried again")]
    private static partial void LogNotRenewed(ILogger log, int count, Exception exception);

    [LoggerMessage(3023, LogLevel.Error, "A look at the leases of this node failed; tried again")]
    private static partial void LogLookFailed(ILogger log, Exception exception);
}
