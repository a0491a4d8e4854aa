using Switchyard.Compute.Runs;

namespace Switchyard.Compute.Sources;

/// <summary>An item at a source, from the moment it has a slot until its end is stored.</summary>
internal sealed class Run(ComputeEntry entry) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly TaskCompletionSource<RunResult> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _claimed;

    public ComputeEntry Entry => entry;

    /// <summary>0 until the item is leased.</summary>
    public long LeaseNumber { get; private set; }

    /// <summary>A timestamp: after it the item may be another's.</summary>
    public long HeldUntil { get; set; }

    /// <summary>Why it was told to stop; null when it was not.</summary>
    public string? StopReason { get; private set; }

    public bool IsLost { get; private set; }

    /// <summary>It is lost because the store did not take this node's word for its lease.</summary>
    public bool IsFenced { get; private set; }

    /// <summary>Its item may know its end already: its lease is no longer this node's to judge.</summary>
    public bool IsReporting { get; private set; }

    public RunLog Log { get; } = new();

    public CancellationToken Stopping => _stop.Token;

    /// <summary>Cancelled when the run has no time left to end in: its item may soon be another's.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Nothing of it runs any more.</summary>
    public Task<RunResult> Ended => _ended.Task;

    /// <summary>Its end is stored, too, and its slot is free.</summary>
    public Task Done => _done.Task;

    /// <summary>Whether the caller is the one to store its end: one of those who ask is.</summary>
    public bool TryClaimEnd() => Interlocked.Exchange(ref _claimed, 1) == 0;

    public void Leased(long leaseNumber) => LeaseNumber = leaseNumber;

    /// <summary>Tells it to end; one that is done already is left.</summary>
    public void Stop(string reason)
    {
        lock (_gate)
        {
            if (!_done.Task.IsCompleted)
            {
                StopReason ??= reason;

                // Not here: whoever listens may take long, or throw.
                _stop.CancelAsync().Ignore();
            }
        }
    }

    /// <summary>From now on it cannot be lost; false when it is lost already.</summary>
    public bool TryBeginReport()
    {
        lock (_gate)
        {
            return IsReporting = !IsLost;
        }
    }

    /// <summary>The item is another's, or will be: its end is not this run's to tell. One that is being told is left.</summary>
    /// <param name="isFenced">Its lease could not be held, though no other has it.</param>
    /// <returns>Whether it is lost now.</returns>
    public bool TryLose(string reason, bool isFenced = false)
    {
        lock (_gate)
        {
            if (IsReporting || _done.Task.IsCompleted)
            {
                return false;
            }

            (IsLost, IsFenced) = (true, isFenced);
            _lost.CancelAsync().Ignore();
        }

        Stop(reason);
        return true;
    }

    public void End(RunResult result) => _ended.TrySetResult(result);

    public void Dispose()
    {
        lock (_gate)
        {
            _done.TrySetResult();
            _stop.Dispose();
            _lost.Dispose();
        }
    }
}
