using Microsoft.Extensions.Logging;
using Switchyard.Hosting;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>How the window follows the rows: it is told, and now and then it looks itself.</summary>
internal sealed partial class TaskQueueGrain
{
    private const int PageOfGroups = 2000;
    private const int MostGroups = 100_000;

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    /// <summary>How often it looks for what nobody told of.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>Of a queue that nobody asks for longer, nothing is looked for.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    private Task? _fill;
    private long? _sweptAt;
    private TimeSpan _sweepAgain = LookEvery;
    private bool _mustReadAll;

    public Task ChangedAsync(TaskChanges changes)
    {
        foreach (var ended in changes.Ended.Where(ended => ended.IsOver))
        {
            TellEnd(ended.Id);
        }

        if (_queue is null)
        {
            // Nothing is known yet, and all is read when somebody asks: those who wait do.
            _lookedAt = null;
            Wake(_line.Count);
            return Task.CompletedTask;
        }

        foreach (var ended in changes.Ended)
        {
            End(ended);
        }

        var ready = changes.AtHand is IReadOnlyList<LaneHead> heads ? Offer(heads) : Tell(changes.Ready);
        if (_line.Count > 0)
        {
            Wake(ready + changes.Ended.Count);
            FillSoon();
        }

        return Task.CompletedTask;
    }

    private void End(EndedAttempt ended)
    {
        if (ended.IsOver)
        {
            _window.Remove(ended.Id);
        }

        _window.End(ended.Id, ended.LeaseNumber, ended.GroupKey);
    }

    /// <summary>Answers how many are at hand now.</summary>
    private int Offer(IReadOnlyList<LaneHead> heads)
    {
        var taken = 0;
        foreach (var head in heads)
        {
            if (_window.Offer(head))
            {
                taken++;
            }
            else
            {
                _window.Tell(new(head.Rank, head.GroupKey), head.Id, 1);
            }
        }

        return taken;
    }

    private int Tell(IReadOnlyList<ReadyTasks> ready)
    {
        foreach (var tasks in ready)
        {
            _window.Tell(new((short)-tasks.Priority, tasks.GroupKey), tasks.FirstId, tasks.Count);
        }

        return 0;
    }

    /// <summary>One read at a time; whoever needs one meanwhile awaits it.</summary>
    private Task FillAsync() => _fill is { IsCompleted: false } ? _fill : _fill = ReadAsync();

    private void FillSoon()
    {
        if (_epoch > 0 && _fill is not { IsCompleted: false } && (_window.IsToBeFilled || MayFindGroups))
        {
            FillAsync().Ignore();
        }
    }

    private bool MayFindGroups => _window.GroupsAfter is not null && _window.Groups < MostGroups;

    private async Task ReadAsync()
    {
        if (MayFindGroups)
        {
            await FindGroupsAsync(_window.GroupsAfter, isFirstLook: true);
        }

        if (_window.Plan() is not { } plan)
        {
            return;
        }

        var before = _window.Count;
        try
        {
            var heads = plan.Places.Count > 0 ? store.ReadHeadsAsync(_number, plan.Places, plan.Each, plan.Bytes) : Nothing;
            var points = plan.Points.Count > 0 ? store.ReadHeadsAsync(_number, plan.Points, 1, plan.Bytes) : Nothing;
            await Task.WhenAll(heads, points);
            _window.Merge(plan, await heads, await points);
        }
        catch
        {
            _window.GiveUp(plan);
            throw;
        }

        Wake(Math.Max(0, _window.Count - before));
        if (MayFindGroups || (_line.Count > 0 && _window.IsUnknown))
        {
            ContinueAsync().Ignore();
        }
    }

    private static Task<IReadOnlyList<LaneHead>> Nothing { get; } = Task.FromResult<IReadOnlyList<LaneHead>>([]);

    /// <summary>After the read that is under way has ended.</summary>
    private async Task ContinueAsync()
    {
        await Task.Yield();
        await FillAsync();
    }

    private async Task<LaneGroup?> FindGroupsAsync(LaneGroup? after, bool isFirstLook)
    {
        _window.BeginLook();
        var groups = await store.ReadGroupsAsync(_number, after, PageOfGroups);
        LaneGroup? last = groups.Count < PageOfGroups ? null : groups[^1];
        _window.FindGroups(groups, last, isFirstLook);
        return last;
    }

    /// <summary>Attempts that are over. All that this window handed out is no older than the oldest lease that it knows.</summary>
    private async Task FindEndedAsync()
    {
        if (Out.Oldest is not { } oldest)
        {
            return;
        }

        var newest = Out.Newest;
        var leases = await store.ReadLeasesAsync(_number, oldest);
        Forget(leases.SelectMany(lease => lease.Ids).ToHashSet(), newest);
    }

    /// <summary>Groups with ready tasks.</summary>
    private async Task FindGroupsAsync()
    {
        LaneGroup? after = null;
        do
        {
            after = await FindGroupsAsync(after, isFirstLook: false);
        }
        while (after is not null && _window.Groups < MostGroups);
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await HoldAsync() && clock.GetUtcNow() - _askedAt < Lately)
            {
                await LookAsync();
                FillSoon();
                Wake(Math.Min(_window.Ready(_line.Count), Room));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next tick tries again; the rows wait.
            LogLookFailed(Queue, exception);
        }
    }

    /// <summary>For what nobody told of: a pause, ended attempts, groups, tasks that became visible late.</summary>
    private async Task LookAsync()
    {
        if (_sweptAt is { } at && clock.GetElapsedTime(at) < _sweepAgain)
        {
            return;
        }

        var began = clock.GetTimestamp();
        _sweptAt ??= began;
        var told = _pauses;
        var pause = await LostCalls.AskAsync(() => grains.Reach<IQueueGrain>(Queue).GetPauseAsync(), clock);
        if (told == _pauses && pause != _pause)
        {
            SetPause(pause);
        }

        await FindEndedAsync();
        if (_window.GroupsAfter is null)
        {
            await FindGroupsAsync();
        }

        _window.LookBack();
        _sweptAt = clock.GetTimestamp();
        var took = clock.GetElapsedTime(began) * 50;
        _sweepAgain = took > LookEvery ? took : LookEvery;
    }

    [LoggerMessage(9006, LogLevel.Warning, "Queue {Queue}: what nobody told of could not be looked for; tried again")]
    private partial void LogLookFailed(string queue, Exception exception);
}
