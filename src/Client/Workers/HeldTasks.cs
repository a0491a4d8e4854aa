using System.Collections.Concurrent;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Workers;

/// <summary>What a worker holds.</summary>
internal sealed class HeldTasks(TaskWorkerOptions options, WorkerClock clock)
{
    private readonly ConcurrentDictionary<HeldTask, byte> _held = [];

    /// <summary>Something is to be renewed or sent earlier than was known.</summary>
    public WakeUp Changed { get; } = new();

    public ICollection<HeldTask> All => _held.Keys;

    /// <summary>Signal <see cref="Changed"/> after the last of a claim.</summary>
    public HeldTask Add(ClaimedTask task, DateTimeOffset? serverDate, long answeredAt)
    {
        var lease = LeaseRule.Length(options.Lease, task.LeaseExpiresAt, serverDate, clock.Time.GetUtcNow());
        var since = clock.Of(answeredAt);
        var endsAt = task.AttemptEndsAt - (serverDate ?? clock.Time.GetUtcNow()) + since;
        var held = new HeldTask(task, lease, since, endsAt, options.ReportInterval, clock, Changed.Signal);
        _held.TryAdd(held, 0);
        return held;
    }

    public void Remove(HeldTask task)
    {
        if (_held.TryRemove(task, out _))
        {
            task.Dispose();
        }
    }
}
