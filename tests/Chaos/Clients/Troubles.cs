namespace Switchyard.Chaos.Clients;

/// <summary>Which calls are under way, and which of those that ended were in trouble.</summary>
internal sealed class Troubles(TimeProvider time)
{
    /// <summary>A call that takes longer has felt a fault. So has one that failed more than once: a client tries again on another node.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly HashSet<OpenCall> _open = [];
    private readonly List<Trouble> _ended = [];
    private readonly List<(long Before, TaskCompletionSource Settled)> _waiting = [];

    /// <summary>Is told of each call that was answered or given up, and how long that took, on any thread.</summary>
    public Action<Call, TimeSpan>? Took { get; set; }

    public OpenCall Begin(Call call)
    {
        lock (_gate)
        {
            var open = new OpenCall(call, time.GetTimestamp());
            _open.Add(open);
            return open;
        }
    }

    /// <summary>The call was answered, or given up.</summary>
    /// <param name="sent">When the time that was answered was sent.</param>
    public void End(OpenCall open, long sent, int failures, string? why)
    {
        Took?.Invoke(open.Call, time.GetElapsedTime(open.Begun));
        lock (_gate)
        {
            _open.Remove(open);
            var (call, begun) = (open.Call, open.Begun);
            var ended = call.Held > TimeSpan.Zero ? sent : time.GetTimestamp();
            if (failures > 1 || time.GetElapsedTime(begun, ended) > Slow)
            {
                _ended.Add(new(call.Door, call.Path, begun, ended, failures, why));
            }

            foreach (var waiting in _waiting.Where(waiting => IsSettled(waiting.Before)).ToList())
            {
                _waiting.Remove(waiting);
                waiting.Settled.SetResult();
            }
        }
    }

    /// <summary>Waits until each call that was begun before then is answered; held ones need not be.</summary>
    public Task SettledAsync(long before)
    {
        lock (_gate)
        {
            if (IsSettled(before))
            {
                return Task.CompletedTask;
            }

            var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((before, settled));
            return settled.Task;
        }
    }

    /// <summary>Those that ended in trouble and that had begun in this time, or were under way at its beginning.</summary>
    public IReadOnlyList<Trouble> Between(long from, long to)
    {
        lock (_gate)
        {
            return [.. _ended.Where(trouble => trouble.Ended >= from && trouble.Begun <= to)];
        }
    }

    private bool IsSettled(long before) => !_open.Any(open => open.Begun < before && open.Call.Held == TimeSpan.Zero);
}

/// <summary>A call that is not answered yet.</summary>
internal sealed class OpenCall(Call call, long begun)
{
    public Call Call => call;

    public long Begun => begun;
}
