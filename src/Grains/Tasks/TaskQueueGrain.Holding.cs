using System.Text.Json;
using Microsoft.Extensions.Logging;
using Switchyard.Hosting;
using Switchyard.Tasks.Lane;
using Switchyard.Tasks.Rules;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>The beginning of a window, and what it is told: what is out, whether the queue is paused, its policy.</summary>
internal sealed partial class TaskQueueGrain
{
    /// <summary>How soon it is looked again for a queue that there was none of, unless somebody tells of it.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private LaneQueue? _queue;
    private int _number;
    private long _epoch;
    private Task<bool>? _holding;
    private QueuePause? _pause;
    private int _pauses;
    private long? _lookedAt;
    private IGrainTimer? _timer;

    private TaskQueuePolicy Policy => _queue!.Policy;

    public Task HoldAsync(QueuePause? pause)
    {
        SetPause(pause);
        return Task.CompletedTask;
    }

    public async Task<TaskQueuePolicy?> GetPolicyAsync() => (_queue ?? await store.FindQueueAsync(Queue))?.Policy;

    public async Task SetPolicyAsync(TaskQueuePolicy policy)
    {
        var queue = await store.OpenQueueAsync(Queue);
        await audit.AddAsync(TaskNames.SetPolicyAct, entry => entry with { Queue = Queue, Before = JsonSerializer.Serialize(queue.Policy), After = JsonSerializer.Serialize(policy) });
        await store.WritePolicyAsync(queue.Number, policy);
        queue = queues.Keep(queue with { Policy = policy });
        _lookedAt = null;
        if (_queue is not null)
        {
            Follow(queue);
        }
    }

    /// <summary>Whether there is such a queue. Then its window is this grain's, and what is out is known.</summary>
    private ValueTask<bool> HoldAsync() => _epoch > 0 ? new(true) : new(BeginAsync());

    /// <summary>The queue may have come to be since it was looked for.</summary>
    private Task<bool> LookForQueueAsync()
    {
        _lookedAt = null;
        return HoldAsync().AsTask();
    }

    private async Task<bool> TryHoldAsync()
    {
        try
        {
            return await HoldAsync();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotHeld(Queue, exception);
            return false;
        }
    }

    private Task<bool> BeginAsync()
    {
        if (_holding is { IsCompleted: false })
        {
            return _holding;
        }

        return _queue is null && _lookedAt is { } at && clock.GetElapsedTime(at) < LookAgain
            ? Task.FromResult(false)
            : _holding = BeginNowAsync();
    }

    private async Task<bool> BeginNowAsync()
    {
        if (await store.FindQueueAsync(Queue) is not { } queue)
        {
            _lookedAt = clock.GetTimestamp();
            return false;
        }

        var told = _pauses;
        var pause = _queue is null ? LostCalls.AskAsync(() => grains.Reach<IQueueGrain>(Queue).GetPauseAsync(), clock) : Task.FromResult(_pause);
        var epoch = await store.TakeOverAsync(queue.Number);
        var bucket = _queue is null && queue.Policy.Rate is { } rate ? await FindBucketAsync(queue.Number, rate) : default;
        var leases = await store.ReadLeasesAsync(queue.Number);
        var paused = await pause;
        if (_queue is null)
        {
            _sweptAt = clock.GetTimestamp();
            _bucket = bucket;
        }

        (_queue, _number) = (queue, queue.Number);
        _pause = told == _pauses ? paused : _pause;
        TakeIn(leases);
        _epoch = epoch;
        _timer ??= this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TickEvery, TickEvery));
        return true;
    }

    /// <summary>What was handed out before this grain began is not there again: whole minutes of it, so at least what it was.</summary>
    private async Task<TokenBucket> FindBucketAsync(int queue, TaskRate rate)
    {
        var since = clock.GetUtcNow() - rate.Per;
        var handedOut = await store.ReadRatesAsync(queue, since.AddTicks(-(since.Ticks % TimeSpan.TicksPerMinute)));
        var taken = handedOut.Where(point => point.Event == "leased").Sum(point => point.Count);
        return TokenBucket.Full(rate, clock.GetUtcNow()).Take((int)Math.Min(taken, rate.Limit));
    }

    /// <summary>All leases there are. Claims of which nobody knew whether they were stored are among them, or were not.</summary>
    private void TakeIn(IReadOnlyList<LaneLease> leases)
    {
        var numbers = leases.SelectMany(lease => lease.Ids.Select(id => (id, lease.Number))).ToDictionary(pair => pair.id, pair => pair.Number);
        Forget(numbers.Keys.ToHashSet(), long.MaxValue);
        foreach (var (id, number) in numbers)
        {
            _window.TakeOut(id);
            Out.Lease(id, number);
        }

        foreach (var commit in _unsure)
        {
            var leased = commit.Heads.Where(head => numbers.ContainsKey(head.Id)).ToList();
            if (leased.Count > 0)
            {
                List<LaneHead> gone = [.. commit.Heads.Except(leased)];
                commit.Lease = new(numbers[leased[0].Id], gone.ConvertAll(head => head.Id));
                if (commit.IsGivenUp)
                {
                    Forgo(gone);
                }
            }
            else
            {
                commit.IsUndone = true;
                if (commit.IsNew)
                {
                    Forgo(commit.Heads);
                }
                else
                {
                    PutBack(commit.Heads);
                }
            }
        }

        _unsure.Clear();
    }

    /// <summary>Attempts that are over, and of which nobody told: their tasks may be ready again.</summary>
    private void Forget(IReadOnlySet<long> leased, long upTo)
    {
        foreach (var (id, group) in Out.Missing(leased, upTo))
        {
            Out.Remove(id);
            if (group is { } name)
            {
                _window.Tell(name, id, 1);
                _window.Unpark(name.GroupKey);
            }
            else
            {
                _mustReadAll = true;
            }
        }

        if (_mustReadAll)
        {
            _mustReadAll = false;
            _window.ReadAll();
            _window.UnparkAll();
        }
    }

    private void Follow(LaneQueue queue)
    {
        var old = Policy;
        _queue = queue;
        if (Policy.Rate is { } rate)
        {
            _bucket = old.Rate is null ? TokenBucket.Full(rate, clock.GetUtcNow()) : _bucket.Refill(old.Rate, clock.GetUtcNow()).Refill(rate, clock.GetUtcNow());
        }

        _window.UnparkAll();
        Wake(_line.Count);
    }

    private void SetPause(QueuePause? pause)
    {
        _pauses++;
        _pause = pause;
        Wake(_line.Count);
    }

    [LoggerMessage(9007, LogLevel.Warning, "Queue {Queue}: its window cannot be held now; tried again")]
    private partial void LogNotHeld(string queue, Exception exception);
}
