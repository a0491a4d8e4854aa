using System.Collections.Concurrent;
using Switchyard.Compute.Runs;

namespace Switchyard.Compute;

public sealed record RunEvent(long Id, long Lease, string Source, bool IsStart);

/// <summary>
/// Runs small services in this process and keeps what happened, in order. "quick" ends at once, "wait" when it is told to,
/// "deaf" goes on for as long as it is not told to although it was cancelled, "broken" throws,
/// "lost" is lost the first time.
/// </summary>
public sealed class HistoryExecutor : IRunExecutor
{
    private readonly List<RunEvent> _events = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _told = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _cancelled = [];
    private readonly ConcurrentDictionary<long, long> _startedAt = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<RunEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public async Task<RunResult> RunAsync(RunOrder order, SourceContext source, RunLog log, CancellationToken cancellationToken)
    {
        _startedAt[order.ItemId] = TimeProvider.System.GetTimestamp();
        Note(new(order.ItemId, order.LeaseNumber, source.Key, true));
        await using var hears = cancellationToken.Register(() => CancelOf(order.ItemId).TrySetResult());
        log.Write($"{order.Service} of {order.ItemId}");
        try
        {
            switch (order.Service)
            {
                case "broken":
                    throw new InvalidOperationException("It is broken.");
                case "always lost":
                case "lost" when order.LeaseNumber == 1:
                    return new() { Outcome = RunOutcome.Lost, Error = "The disk is full." };
                case "wait":
                    await ToldOf(order.ItemId).Task.WaitAsync(cancellationToken);
                    break;
                case "deaf":
                    await ToldOf(order.ItemId).Task;
                    cancellationToken.ThrowIfCancellationRequested();
                    break;
            }

            return new() { Outcome = RunOutcome.Completed, ExitCode = 0 };
        }
        finally
        {
            Note(new(order.ItemId, order.LeaseNumber, source.Key, false));
        }
    }

    public void Tell(params IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            ToldOf(id).TrySetResult();
        }
    }

    public long StartedAt(long id) => _startedAt[id];

    public bool IsRunning(long id) => Events.LastOrDefault(happened => happened.Id == id)?.IsStart == true;

    /// <summary>Completes when the history is as wanted.</summary>
    public async Task WaitAsync(Func<IReadOnlyList<RunEvent>, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (wanted(Events))
            {
                return;
            }

            await next.WaitAsync(patience.Token);
        }
    }

    public Task WaitForStartAsync(long id, int times = 1) => WaitAsync(events => events.Count(happened => happened.Id == id && happened.IsStart) >= times);

    public Task WaitForCancelAsync(long id) => CancelOf(id).Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>No item ran twice at the same time, and its lease numbers only grew.</summary>
    public void AssertNeverTwice() => Assert.All(Events.GroupBy(happened => happened.Id), item =>
    {
        var events = item.ToList();
        Assert.All(events.Index(), happened => Assert.Equal(happened.Index % 2 == 0, happened.Item.IsStart));
        Assert.All(events.Chunk(2), run => Assert.Equal(run[0].Lease, run[^1].Lease));
        var leases = events.Where(happened => happened.IsStart).Select(happened => happened.Lease).ToList();
        Assert.Equal(leases.Distinct().Order(), leases);
    });

    private TaskCompletionSource ToldOf(long id) =>
        _told.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private TaskCompletionSource CancelOf(long id) =>
        _cancelled.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Note(RunEvent happened)
    {
        lock (_events)
        {
            _events.Add(happened);
        }

        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
