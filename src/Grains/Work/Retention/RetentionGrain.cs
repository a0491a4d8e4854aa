using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Work.Changes;

namespace Switchyard.Work.Retention;

/// <summary>
/// Goes through all that has a retention, one after the other and round, until nothing is over its time. Its reminder brings it back when its node
/// is gone; to look twice is harmless.
/// </summary>
[Reentrant]
internal sealed partial class RetentionGrain(
    IEnumerable<IRetention> kept, WorkChanges changes, IHostApplicationLifetime life, TimeProvider time, ILogger<RetentionGrain> log) : Grain, IRetentionGrain, IRemindable
{
    private const string Guardian = "guardian";

    /// <summary>What has much to remove must not keep the others from it.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    private readonly List<Kept> _all = [.. kept.OrderBy(some => some.Name, StringComparer.Ordinal).Select(some => new Kept(some))];
    private readonly DateTimeOffset _since = time.GetUtcNow();

    private TimeSpan? Shortest => _all.Min(some => some.Rule.Keep);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Shortest is { } shortest)
        {
            var every = RetentionPace.EveryOf(shortest);
            await this.RegisterOrUpdateReminder(Guardian, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), cancellationToken);
            this.RegisterGrainTimer(RunAsync, new GrainTimerCreationOptions(every, every) { KeepAlive = true, Interleave = true });
        }
    }

    public Task WakeAsync() => Task.CompletedTask;

    public Task<IReadOnlyList<RetentionStatus>> GetAsync() => Task.FromResult<IReadOnlyList<RetentionStatus>>(
        [.. _all.Select(some => new RetentionStatus(some.Rule.Name, some.Rule.Keep, some.Removed, some.RemovedAt, _since, some.Problem))]);

    /// <summary>Nothing has a retention any more: the settings were changed.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Shortest is null && await this.GetReminder(Guardian) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // A silo that stops lets its stores go soon.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.ApplicationStopping);
        var left = _all.Where(some => some.Rule.Keep is not null).ToList();
        while (left.Count > 0 && !stop.IsCancellationRequested)
        {
            foreach (var some in left.ToList())
            {
                if (!await HasMoreAsync(some, stop.Token))
                {
                    left.Remove(some);
                }
            }
        }
    }

    /// <summary>One turn.</summary>
    private async Task<bool> HasMoreAsync(Kept some, CancellationToken cancellationToken)
    {
        var (began, removed, hasMore) = (time.GetTimestamp(), 0, true);
        var before = time.GetUtcNow() - some.Rule.Keep!.Value;
        try
        {
            while (hasMore && time.GetElapsedTime(began) < Turn)
            {
                var size = some.Pace.Size;
                var step = time.GetTimestamp();
                var went = await some.Rule.RemoveAsync(before, size, cancellationToken);
                var took = time.GetElapsedTime(step);
                (removed, hasMore, some.Pace) = (removed + went, went >= size, went > 0 ? some.Pace.After(took) : some.Pace);
                if (hasMore)
                {
                    await Task.Delay(RetentionPace.PauseAfter(took), time, cancellationToken);
                }
            }

            some.Problem = null;
        }
#pragma warning disable CA1031 // What fails for one is none of the others' business, and is tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            hasMore = false;
            if (!cancellationToken.IsCancellationRequested)
            {
                some.Problem = exception.Message;
                LogFailed(some.Rule.Name, exception);
            }
        }

        if (removed > 0)
        {
            some.Removed += removed;
            some.RemovedAt = time.GetUtcNow();
            changes.Mark(ChangeTopics.Acts);
            LogRemoved(some.Rule.Name, removed, before, hasMore ? "; there is more" : "");
        }

        return hasMore;
    }

    [LoggerMessage(2014, LogLevel.Information, "Retention of {Name}: {Count} are removed that ended before {Before:u}{More}")]
    private partial void LogRemoved(string name, int count, DateTimeOffset before, string more);

    [LoggerMessage(2015, LogLevel.Warning, "Retention of {Name}: what is over its time could not be removed; tried again")]
    private partial void LogFailed(string name, Exception exception);

    private sealed class Kept(IRetention rule)
    {
        public IRetention Rule => rule;

        public RetentionPace Pace { get; set; } = RetentionPace.First;

        public long Removed { get; set; }

        public DateTimeOffset? RemovedAt { get; set; }

        public string? Problem { get; set; }
    }
}
