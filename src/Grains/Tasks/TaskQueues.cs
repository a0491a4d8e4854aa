using System.Collections.Concurrent;
using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks;

/// <summary>What a node knows of the queues: their numbers never change, their policies are a moment old.</summary>
internal sealed class TaskQueues(ILaneStore store, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, LaneQueue> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, LaneQueue> _byNumber = [];
    private readonly Lock _gate = new();
    private Task _read = Task.CompletedTask;
    private long _readAt;
    private TimeSpan _goodFor = TimeSpan.Zero;

    /// <summary>Null: none of this number is known.</summary>
    public LaneQueue? this[int number] => _byNumber.GetValueOrDefault(number);

    /// <summary>The queue of a name, which comes to be.</summary>
    public ValueTask<LaneQueue> OpenAsync(string name) => _byName.TryGetValue(name, out var known) ? new(known) : new(OpenNewAsync(name));

    /// <summary>Null: there is none.</summary>
    public async ValueTask<LaneQueue?> FindAsync(string name) =>
        _byName.TryGetValue(name, out var known) || await store.FindQueueAsync(name) is not { } found ? known : Keep(found);

    /// <summary>The name of a queue that rows tell of.</summary>
    public async ValueTask<string?> NameAsync(int number)
    {
        if (this[number] is null)
        {
            await ReadAsync();
        }

        return this[number]?.Name;
    }

    /// <summary>A policy was written.</summary>
    public LaneQueue Keep(LaneQueue queue)
    {
        _byNumber[queue.Number] = queue;
        return _byName[queue.Name] = queue;
    }

    /// <summary>Reads the policies when they may be old. Many queues are not read all the time.</summary>
    public Task RefreshAsync()
    {
        lock (_gate)
        {
            return _read.IsCompleted && clock.GetElapsedTime(_readAt) >= _goodFor ? _read = ReadAsync() : _read;
        }
    }

    private async Task<LaneQueue> OpenNewAsync(string name) => Keep(await store.OpenQueueAsync(name));

    private async Task ReadAsync()
    {
        var began = clock.GetTimestamp();
        foreach (var queue in await store.ReadQueuesAsync())
        {
            Keep(queue);
        }

        _readAt = clock.GetTimestamp();
        var took = clock.GetElapsedTime(began, _readAt) * 20;
        _goodFor = took > Fresh ? took : Fresh;
    }
}
