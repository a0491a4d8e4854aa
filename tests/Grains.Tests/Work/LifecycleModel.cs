namespace Switchyard.Work;

/// <summary>
/// The life cycle told again, as plainly as possible: which command is accepted in which status, and where it leads.
/// Independent of the real one, so that both must be wrong in the same way to agree.
/// </summary>
internal sealed class LifecycleModel(RetryPolicy? policy = null)
{
    public WorkStatus Status { get; private set; } = WorkStatus.Queued;

    public long Lease { get; private set; }

    public int Attempt { get; private set; }

    /// <summary>Null: never.</summary>
    private DateTimeOffset? _expires;
    private DateTimeOffset? _notBefore;
    private int _failures;
    private int _losses;

    /// <summary>Whether the command is accepted.</summary>
    public bool Apply(WorkCommand command, DateTimeOffset now)
    {
        switch (command)
        {
            case WorkCommand.Lease lease when Status == WorkStatus.Queued && !(_notBefore > now):
                (Status, _expires, _notBefore) = (WorkStatus.Running, lease.ExpiresAt, null);
                Lease++;
                Attempt++;
                return true;
            case WorkCommand.Copy copy when Status == WorkStatus.Running:
                _expires = _expires is { } known ? new[] { known, copy.ExpiresAt }.Max() : null;
                Lease++;
                return true;
            case WorkCommand.Renew renew when Holds(renew.LeaseNumber):
                _expires = _expires is null ? null : renew.ExpiresAt;
                return true;
            case WorkCommand.Complete complete when Holds(complete.LeaseNumber):
                Status = WorkStatus.Completed;
                return true;
            case WorkCommand.Complete again when again.LeaseNumber == Lease && Status == WorkStatus.Completed:
                return true;
            case WorkCommand.Fail { Retry: true } retry when Holds(retry.LeaseNumber):
                TryAgain(++_failures >= policy?.MaxFailures, now);
                _notBefore = retry.NotBefore ?? _notBefore;
                return true;
            case WorkCommand.Lose lose when Holds(lose.LeaseNumber):
                TryAgain(++_losses >= policy?.MaxLostLeases, now);
                return true;
            case WorkCommand.Release release when Holds(release.LeaseNumber):
                (Status, _notBefore) = (WorkStatus.Queued, null);
                return true;
            case WorkCommand.Fault fault when Holds(fault.LeaseNumber):
                (Status, _notBefore) = (WorkStatus.Queued, now.AddSeconds(5));
                return true;
            case WorkCommand.Fail { Retry: false } fail when Holds(fail.LeaseNumber):
                Status = WorkStatus.Failed;
                return true;
            case WorkCommand.Fail { Retry: false } again when again.LeaseNumber == Lease && Status == WorkStatus.Failed:
                return true;
            case WorkCommand.Advance advance when Holds(advance.LeaseNumber):
                (Status, _notBefore) = (WorkStatus.Queued, null);
                return true;
            case WorkCommand.Expire when Status == WorkStatus.Running && _expires is { } end && end <= now:
                TryAgain(++_losses >= policy?.MaxLostLeases, now);
                return true;
            case WorkCommand.Cancel when !Ended:
                Status = WorkStatus.Cancelled;
                return true;
            case WorkCommand.TimeOut when !Ended:
                Status = WorkStatus.TimedOut;
                return true;
            case WorkCommand.AcceptLate late:
                if (!Ended)
                {
                    Status = late.Error is null ? WorkStatus.Completed : WorkStatus.Failed;
                }
                else if (Status == WorkStatus.Failed && late.Error is null)
                {
                    Status = WorkStatus.Completed;
                }

                return true;
            case WorkCommand.Reset when Ended:
                (Status, _notBefore) = (WorkStatus.Queued, null);
                (_failures, _losses) = (0, 0);
                return true;
            default:
                return false;
        }
    }

    private bool Ended => Status is WorkStatus.Completed or WorkStatus.Failed or WorkStatus.Cancelled or WorkStatus.TimedOut;

    private void TryAgain(bool isSpent, DateTimeOffset now)
    {
        Status = isSpent || _failures + _losses >= policy?.MaxAttempts ? WorkStatus.Failed : WorkStatus.Queued;
        _notBefore = policy?.BackOff.First is { Ticks: > 0 } wait ? now + wait : null;
    }

    private bool Holds(long lease) => lease == Lease && Status == WorkStatus.Running;
}
