using System.Text;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Workers;

/// <summary>Why a task is not to be worked on any more.</summary>
internal enum Loss
{
    None,

    /// <summary>The node could not be reached for so long that the lease may have run out.</summary>
    RanOut,

    /// <summary>The time of the attempt is over.</summary>
    TimedOut,
    Stale,
    Cancelled,
    Unknown,

    /// <summary>The worker's grace time is over.</summary>
    Stopping,
}

/// <summary>A task under a lease of this worker, from the claim until its end is settled.</summary>
internal sealed class HeldTask : IDisposable
{
    /// <summary>Of a log that cannot be sent; the oldest goes.</summary>
    private const int LongestLog = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly WorkerClock _clock;
    private readonly TimeSpan _reportInterval;
    private readonly Action _changed;
    private readonly CancellationTokenSource _lost;
    private readonly TimeSpan? _endsAt;
    private TimeSpan _since;
    private double? _progress;
    private StringBuilder? _log;
    private TimeSpan? _reportDue;
    private TaskCompletionSource? _flushed;
    private Loss _loss;

    /// <param name="since">When the lease began, at the earliest.</param>
    /// <param name="endsAt">When the attempt is over in any case; null: never.</param>
    /// <param name="changed">Is called when something is to be sent.</param>
    public HeldTask(ClaimedTask task, TimeSpan lease, TimeSpan since, TimeSpan? endsAt, TimeSpan reportInterval, WorkerClock clock, Action changed)
    {
        (Task, Lease, _since, _endsAt, _reportInterval, _clock, _changed) = (task, lease, since, endsAt, reportInterval, clock, changed);
        _lost = new(Left, clock.Time);
        Lost = _lost.Token;
    }

    public ClaimedTask Task { get; }

    public TimeSpan Lease { get; }

    /// <summary>Cancelled with the loss, or when the lease was not renewed in time.</summary>
    public CancellationToken Lost { get; }

    public Loss Loss
    {
        get
        {
            lock (_gate)
            {
                return _loss != Loss.None || !Lost.IsCancellationRequested ? _loss : _endsAt <= _clock.Now ? Loss.TimedOut : Loss.RanOut;
            }
        }
    }

    /// <summary>Until the token is cancelled if nothing happens.</summary>
    private TimeSpan Left
    {
        get
        {
            var lost = LeaseRule.LostAt(_since, Lease);
            var left = (_endsAt < lost ? _endsAt.Value : lost) - _clock.Now;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public LeaseView View
    {
        get
        {
            lock (_gate)
            {
                return new(_since, Lease, _reportDue);
            }
        }
    }

    /// <param name="progress">Null: as it was.</param>
    /// <param name="log">A line; null: none.</param>
    public void Report(double? progress, string? log)
    {
        lock (_gate)
        {
            _progress = progress ?? _progress;
            if (log is not null)
            {
                (_log ??= new()).Append(log).Append('\n');
                if (_log.Length > LongestLog)
                {
                    _log.Remove(0, _log.Length - LongestLog);
                }
            }

            if (_reportDue is not null)
            {
                return;
            }

            _reportDue = _clock.Now + _reportInterval;
        }

        _changed();
    }

    /// <summary>What is to be sent now, which is then no longer here.</summary>
    public Renewal TakeRenewal()
    {
        lock (_gate)
        {
            var renewal = new Renewal(Task.Id, Task.LeaseNumber, _progress, _log?.ToString());
            (_progress, _log, _reportDue) = (null, null, null);
            return renewal;
        }
    }

    /// <summary>It could not be sent.</summary>
    public void PutBack(Renewal renewal)
    {
        lock (_gate)
        {
            _progress ??= renewal.Progress;
            if (renewal.Log is { } log)
            {
                _log = (_log ?? new()).Insert(0, log);
            }

            if (renewal is not { Progress: null, Log: null })
            {
                _reportDue ??= _clock.Now + _reportInterval;
            }
        }
    }

    /// <summary>The lease was renewed.</summary>
    /// <param name="since">When that was asked for.</param>
    public void Renewed(TimeSpan since)
    {
        TaskCompletionSource? flushed;
        lock (_gate)
        {
            _since = since;
            if (_loss == Loss.None)
            {
                _lost.CancelAfter(Left);
            }

            (flushed, _flushed) = (_reportDue is null ? _flushed : null, _reportDue is null ? null : _flushed);
        }

        flushed?.TrySetResult();
    }

    /// <summary>Has what was reported sent now.</summary>
    /// <returns>When that is done, or never will be.</returns>
    public Task FlushAsync()
    {
        Task flushed;
        lock (_gate)
        {
            if (_loss != Loss.None || _reportDue is null)
            {
                return System.Threading.Tasks.Task.CompletedTask;
            }

            _reportDue = _clock.Now;
            flushed = (_flushed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        _changed();
        return flushed;
    }

    /// <summary>Ends the work on it. The first reason counts.</summary>
    public void Lose(Loss loss)
    {
        TaskCompletionSource? flushed;
        lock (_gate)
        {
            if (_loss != Loss.None)
            {
                return;
            }

            _loss = loss;
            (flushed, _flushed) = (_flushed, null);
            // Whoever listens is called on a thread of its own.
            _ = _lost.CancelAsync();
        }

        flushed?.TrySetResult();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            // Lost is asked for its state alone from now on, and no timer runs.
            _loss = _loss == Loss.None ? Loss.Unknown : _loss;
            _lost.Dispose();
        }
    }
}
