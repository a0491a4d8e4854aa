using System.Collections.Concurrent;

namespace Switchyard.Client.Workers;

/// <summary>The attempts of a worker that are not settled yet.</summary>
internal sealed class RunningTasks
{
    private readonly ConcurrentDictionary<HeldTask, Entry> _all = [];
    private int _active;

    /// <summary>Handlers that run or wait for a slot.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>All of them.</summary>
    public int Count => _all.Count;

    /// <summary>A handler has ended, or an end was settled.</summary>
    public WakeUp Freed { get; } = new();

    /// <param name="run">Calls what it is given when the handler has ended.</param>
    public void Start(HeldTask task, Func<Action, Task> run)
    {
        Interlocked.Increment(ref _active);
        var entry = new Entry();
        _all[task] = entry;
        entry.Ends = EndAsync();

        async Task EndAsync()
        {
            await run(() => Ended(entry)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _all.TryRemove(task, out _);
            Freed.Signal();
        }
    }

    /// <summary>When all have ended and are settled.</summary>
    public Task AllAsync() => Task.WhenAll(_all.Values.Select(entry => entry.Ends));

    /// <summary>Those whose handlers still run.</summary>
    public IReadOnlyList<HeldTask> Unended() => [.. _all.Where(pair => !pair.Value.HasEnded).Select(pair => pair.Key)];

    private void Ended(Entry entry)
    {
        entry.HasEnded = true;
        Interlocked.Decrement(ref _active);
        Freed.Signal();
    }

    private sealed class Entry
    {
        public Task Ends { get; set; } = Task.CompletedTask;

        public volatile bool HasEnded;
    }
}
