using System.Data.Common;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Tasks.Lane;
using Switchyard.Tasks.Once;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Upkeep;

/// <summary>Reentrant, so that who asks while it looks is answered at once.</summary>
[Reentrant]
internal sealed partial class TaskUpkeepGrain(
    ILaneStore store, TaskVerdicts verdicts, TaskNews news, IDoorDatabase database, TimeProvider clock, ILogger<TaskUpkeepGrain> log)
    : Grain, ITaskUpkeepGrain
{
    private const int MostOfSweep = 1000;
    private const int MostSweeps = 20;
    private const int MostOfRemoval = 500;
    private const int MostRemovals = 20;

    /// <summary>Who could not renew while the store was away gets so much time for it.</summary>
    private static readonly TimeSpan GraceAfterOutage = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Shortest = TaskUpkeep.Every * 0.8;
    private static readonly TimeSpan RemoveEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    private bool _isLooking;
    private long _lookedAt;
    private long _removedAt;
    private long _forgotAt;
    private DateTimeOffset _graceUntil;

    public async Task TickAsync()
    {
        if (_isLooking || (_lookedAt > 0 && clock.GetElapsedTime(_lookedAt) < Shortest))
        {
            return;
        }

        (_isLooking, _lookedAt) = (true, clock.GetTimestamp());
        try
        {
            await TryAsync("sweep", SweepAsync);
            await TryAsync("sums", () => store.FoldAsync(LaneTime.Now(clock)));
            if (IsDue(ref _removedAt, RemoveEvery))
            {
                await TryAsync("retention", RemoveAsync);
            }

            if (IsDue(ref _forgotAt, ForgetEvery))
            {
                await TryAsync("keys of submissions", ForgetAsync);
            }
        }
        finally
        {
            _isLooking = false;
        }
    }

    private async Task SweepAsync()
    {
        var decide = await verdicts.RuleAsync();
        if (clock.GetUtcNow() < _graceUntil)
        {
            // What was read tells whether the store is still away.
            return;
        }

        var sweep = new LaneSweep([], MayHaveMore: true);
        for (var sweeps = 0; sweep.MayHaveMore && sweeps < MostSweeps; sweeps++)
        {
            sweep = await store.SweepAsync(decide, LaneTime.Now(clock), MostOfSweep);
            await news.SweptAsync(sweep.Changes);
        }
    }

    private async Task RemoveAsync()
    {
        var removals = 0;
        IReadOnlyDictionary<int, int> removed;
        do
        {
            removed = await store.RemoveExpiredAsync(LaneTime.Now(clock), MostOfRemoval);
            await news.RemovedAsync(removed.Keys);
        }
        while (removed.Count > 0 && ++removals < MostRemovals);
    }

    private async Task ForgetAsync()
    {
        var (removed, steps) = (MostOfRemoval, 0);
        while (removed == MostOfRemoval && steps++ < MostRemovals)
        {
            await database.RunAsync(async connection =>
                removed = await SubmissionTable.ForgetAsync(connection, clock.GetUtcNow() - OnceSubmissions.Keep, MostOfRemoval));
        }
    }

    private bool IsDue(ref long at, TimeSpan every)
    {
        var isDue = at == 0 || clock.GetElapsedTime(at) >= every;
        at = isDue ? clock.GetTimestamp() : at;
        return isDue;
    }

    /// <summary>What fails must not keep the rest from being done. The next tick tries again; the rows wait.</summary>
    private async Task TryAsync(string what, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (exception is IOException or DbException)
            {
                // That leases run out while the store is away is no fault of their holders.
                _graceUntil = clock.GetUtcNow() + GraceAfterOutage;
            }

            LogFailed(what, exception);
        }
    }

    [LoggerMessage(9011, LogLevel.Warning, "Upkeep of tasks: {What} failed and is tried again")]
    private partial void LogFailed(string what, Exception exception);
}
