using System.Globalization;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Who waits for tasks, and for ends of tasks; and why tasks wait.</summary>
internal sealed partial class TaskQueueGrain
{
    /// <summary>Of a queue that nobody made, or whose tokens are used up, it is looked again so often.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, List<TaskCompletionSource>> _ends = [];
    private DateTimeOffset? _askedAt;

    /// <summary>Another activation holds the window: who waits here is to ask again.</summary>
    private bool _isOver;

    public async Task<bool> WaitEndAsync(long id, TimeSpan time, CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_ends.TryGetValue(id, out var waiting))
        {
            _ends[id] = waiting = [];
        }

        waiting.Add(end);
        try
        {
            // It may have ended since it was looked at and before we were in line: nobody would tell of that again.
            if (await store.FindAsync(id, cancellationToken) is not { View.Status: WorkStatus.Queued or WorkStatus.Running })
            {
                return true;
            }

            return await ArrivesAsync(end.Task, time < TaskLimits.LongestWait ? time : TaskLimits.LongestWait, cancellationToken);
        }
        finally
        {
            if (waiting.Remove(end) && waiting.Count == 0)
            {
                _ends.Remove(id);
            }
        }
    }

    public async Task<WaitingView> WhyWaitingAsync(long id, int priority, string groupKey)
    {
        if (!await HoldAsync())
        {
            return WaitingRule.NobodyYet;
        }

        var (before, isAtLeast) = _window.Before(id, new((short)-priority, groupKey));
        return this switch
        {
            { _pause: { } pause } => WaitingRule.WhyPaused(pause),
            { Policy.Concurrency: { } most } when Out.Count >= most =>
                new(WaitingCodes.Limit, $"{Text(Out.Count)} of the queue's tasks run, as many as may at a time (concurrency)"),
            { Policy.GroupConcurrency: { } most } when Out.CountOf(groupKey) >= most =>
                new(WaitingCodes.Limit, $"{Text(Out.CountOf(groupKey))} of its group's tasks run, as many as may at a time (groupConcurrency)"),
            { Policy.Rate: { } rate } when Room == 0 =>
                new(WaitingCodes.Limit, $"the queue hands out {Text(rate.Limit)} in {rate.Per.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s (rate)"),
            _ when Out.Count == 0 && !(clock.GetUtcNow() - _askedAt <= WaitingRule.Lately) => WaitingRule.NobodyYet,
            _ => WaitingRule.WhyBehind(Queue, before, isAtLeast),
        };
    }

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>When somebody who waits looks again by himself.</summary>
    private TimeSpan UntilLook
    {
        get
        {
            if (_queue?.Policy.Rate is { } rate && _window.HasReady && _bucket.Available == 0)
            {
                var wait = _bucket.NextAt(rate) - clock.GetUtcNow();
                return TimeSpan.FromTicks(Math.Clamp(wait.Ticks, Shortest.Ticks, Longest.Ticks));
            }

            return _queue is null ? Longest : TaskLimits.LongestWait;
        }
    }

    private async Task<bool> HasReadyAsync()
    {
        if (!await HoldAsync())
        {
            return false;
        }

        // Many may wait for one read, and the first of them take all of it.
        for (var tries = 0; _pause is null && _window.IsUnknown && tries < MostTries; tries++)
        {
            await FillAsync();
        }

        return _pause is null && _window.MayTake(Policy.GroupConcurrency) && Room > 0;
    }

    /// <summary>As many look again as there are tasks for, who has waited longest first.</summary>
    private void Wake(int count)
    {
        for (; count > 0 && _line.First is { } place; count--)
        {
            Quit(place);
            place.Value.Arrival.TrySetResult(null);
        }
    }

    private void TellEnd(long id)
    {
        if (_ends.Remove(id, out var waiting))
        {
            waiting.ForEach(end => end.TrySetResult());
        }
    }

    private async Task<bool> ArrivesAsync(Task arrival, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await arrival.WaitAsync(time, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
