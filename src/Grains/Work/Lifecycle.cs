namespace Switchyard.Work;

/// <summary>What a command did to a row.</summary>
/// <param name="Row">The row after it: the very same instance when nothing changed.</param>
/// <param name="Ended">The lease that ended with it, if one did.</param>
public sealed record Transition(ActOutcome Outcome, WorkRow Row, AttemptView? Ended = null);

/// <summary>
/// The one life cycle of all work: queued -> running -> completed | failed | cancelled | timedout, and running -> queued.
/// A pure function; the grains and the store's renewals keep to it.
/// </summary>
public static class Lifecycle
{
    /// <param name="terms">By what an attempt that brought no end is tried again: for ever, where nobody says otherwise.</param>
    public static Transition Apply(WorkRow row, WorkCommand command, DateTimeOffset now, RetryTerms? terms = null) => command switch
    {
        WorkCommand.Lease lease => Lease(row, lease, now),
        WorkCommand.Copy copy => Copy(row, copy),
        WorkCommand.Renew renew => Judge(row, renew.LeaseNumber) is var outcome and not ActOutcome.Accepted
            ? new(outcome, row)
            : new(ActOutcome.Accepted, row with { LeaseExpiresAt = row.LeaseExpiresAt is null ? null : renew.ExpiresAt }),
        WorkCommand.Complete complete => Finish(row, complete.LeaseNumber, WorkStatus.Completed, null, now),
        WorkCommand.Advance advance => Advance(row, advance, now),
        WorkCommand.Fail { Retry: true } fail => Retry(row, fail.LeaseNumber, new AttemptEnd.Failed(fail.Error), terms, now, fail.NotBefore),
        WorkCommand.Fail fail => Finish(row, fail.LeaseNumber, WorkStatus.Failed, fail.Error, now),
        WorkCommand.Release release => Release(row, release, now),
        WorkCommand.Fault fault => Retry(row, fault.LeaseNumber, new AttemptEnd.NodeFault(fault.Reason), terms, now),
        WorkCommand.Lose lose => Retry(row, lose.LeaseNumber, new AttemptEnd.LeaseLost(lose.Reason), terms, now),
        WorkCommand.Expire => Expire(row, terms, now),
        WorkCommand.Cancel cancel => Stop(row, WorkStatus.Cancelled, cancel.Reason, now),
        WorkCommand.TimeOut timeOut => Stop(row, WorkStatus.TimedOut, timeOut.Reason, now),
        WorkCommand.AcceptLate late => AcceptLate(row, late, now),
        WorkCommand.Reset => Reset(row),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    /// <summary>Whether an act under a lease number is one of the item's holder.</summary>
    public static ActOutcome Judge(WorkRow row, long leaseNumber) =>
        leaseNumber != row.LeaseNumber ? ActOutcome.Stale
        : row.Status != WorkStatus.Running ? ActOutcome.Conflict
        : ActOutcome.Accepted;

    private static Transition Lease(WorkRow row, WorkCommand.Lease lease, DateTimeOffset now) =>
        row.Status != WorkStatus.Queued || row.NotBefore > now
            ? new(ActOutcome.Conflict, row)
            : new(ActOutcome.Accepted, row with
            {
                Status = WorkStatus.Running,
                Attempt = row.Attempt + 1,
                LeaseNumber = row.LeaseNumber + 1,
                LeaseOwner = lease.Owner,
                LeaseExpiresAt = lease.ExpiresAt,
                StartedAt = now,
                NotBefore = null,
                Error = null,
            });

    private static Transition Copy(WorkRow row, WorkCommand.Copy copy) =>
        row.Status != WorkStatus.Running
            ? new(ActOutcome.Conflict, row)
            : new(ActOutcome.Accepted, row with
            {
                LeaseNumber = row.LeaseNumber + 1,
                LeaseOwner = copy.Owner,
                LeaseExpiresAt = row.LeaseExpiresAt < copy.ExpiresAt ? copy.ExpiresAt : row.LeaseExpiresAt,
            });

    private static Transition Finish(WorkRow row, long leaseNumber, WorkStatus status, string? error, DateTimeOffset now)
    {
        // A worker that did not hear our answer says it again; the answer is the same.
        if (row.Status == status && row.LeaseNumber == leaseNumber)
        {
            return new(ActOutcome.Accepted, row);
        }

        var outcome = Judge(row, leaseNumber);
        return outcome != ActOutcome.Accepted ? new(outcome, row) : End(row, status, error, now);
    }

    /// <summary>Said again, it is stale: the row tells a part that is done from one that was given back only by its door's body.</summary>
    private static Transition Advance(WorkRow row, WorkCommand.Advance advance, DateTimeOffset now)
    {
        var outcome = Judge(row, advance.LeaseNumber);
        return outcome != ActOutcome.Accepted
            ? new(outcome, row)
            : new(ActOutcome.Accepted, Requeued(row) with { Queue = advance.Queue, Priority = advance.Priority },
                Attempt(row, now, AttemptOutcome.Completed, null));
    }

    private static Transition Release(WorkRow row, WorkCommand.Release release, DateTimeOffset now)
    {
        var outcome = Judge(row, release.LeaseNumber);
        return outcome != ActOutcome.Accepted
            ? new(outcome, row)
            : new(ActOutcome.Accepted, Requeued(row) with { Error = release.Reason },
                Attempt(row, now, AttemptOutcome.Released, release.Reason));
    }

    private static Transition Retry(
        WorkRow row, long leaseNumber, AttemptEnd end, RetryTerms? terms, DateTimeOffset now, DateTimeOffset? notBefore = null)
    {
        var outcome = Judge(row, leaseNumber);
        return outcome != ActOutcome.Accepted ? new(outcome, row) : TryAgain(row, end, terms, now, notBefore);
    }

    private static Transition Expire(WorkRow row, RetryTerms? terms, DateTimeOffset now)
    {
        if (row.Status != WorkStatus.Running || !(row.LeaseExpiresAt <= now))
        {
            return new(ActOutcome.Conflict, row);
        }

        var next = TryAgain(row, new AttemptEnd.LeaseLost(null), terms, now);
        return next with { Ended = next.Ended is { } ended ? ended with { Outcome = AttemptOutcome.Expired } : null };
    }

    /// <summary>An attempt of a running item is over and has not ended it: the retry rule says what becomes of the item.</summary>
    private static Transition TryAgain(WorkRow row, AttemptEnd end, RetryTerms? terms, DateTimeOffset now, DateTimeOffset? notBefore = null)
    {
        var counted = RetryRule.Count(row, end);
        return RetryRule.Decide(row, end, terms ?? RetryTerms.Endless, now) switch
        {
            RetryVerdict.GivenUp given => End(counted, WorkStatus.Failed, given.Because, now),
            RetryVerdict.Again again => new(ActOutcome.Accepted,
                Requeued(counted) with { NotBefore = notBefore ?? again.At, Error = end.Reason },
                Attempt(row, now, AttemptOutcome.Released, end.Reason)),
            var verdict => throw new InvalidOperationException($"There is no verdict {verdict}."),
        };
    }

    private static Transition Stop(WorkRow row, WorkStatus status, string reason, DateTimeOffset now) =>
        row.Status.IsTerminal() ? new(ActOutcome.Conflict, row) : End(row, status, reason, now);

    private static Transition AcceptLate(WorkRow row, WorkCommand.AcceptLate late, DateTimeOffset now) =>
        (row.Status, late.Error) switch
        {
            (WorkStatus.Queued or WorkStatus.Running, null) => End(row, WorkStatus.Completed, null, now),
            (WorkStatus.Queued or WorkStatus.Running, { } error) => End(row, WorkStatus.Failed, error, now),
            (WorkStatus.Failed, null) => new(ActOutcome.Accepted, row with
            {
                Status = WorkStatus.Completed,
                Error = null,
                FinishedAt = now,
            }),
            _ => new(ActOutcome.Accepted, row),
        };

    private static Transition Reset(WorkRow row) =>
        !row.Status.IsTerminal()
            ? new(ActOutcome.Conflict, row)
            : new(ActOutcome.Accepted, RetryRule.Anew(row) with
            {
                Status = WorkStatus.Queued,
                Error = null,
                FinishedAt = null,
                NotBefore = null,
            });

    private static Transition End(WorkRow row, WorkStatus status, string? error, DateTimeOffset now) =>
        new(ActOutcome.Accepted,
            row with
            {
                Status = status,
                LeaseOwner = null,
                LeaseExpiresAt = null,
                FinishedAt = now,
                NotBefore = null,
                Error = error,
            },
            Attempt(row, now, OutcomeOf(status), error));

    private static WorkRow Requeued(WorkRow row) =>
        row with { Status = WorkStatus.Queued, LeaseOwner = null, LeaseExpiresAt = null };

    private static AttemptView? Attempt(WorkRow row, DateTimeOffset now, AttemptOutcome outcome, string? error) =>
        row is { Status: WorkStatus.Running, LeaseOwner: { } owner }
            ? new(row.LeaseNumber, owner, row.StartedAt ?? now, now, outcome, error)
            : null;

    private static AttemptOutcome OutcomeOf(WorkStatus status) => status switch
    {
        WorkStatus.Completed => AttemptOutcome.Completed,
        WorkStatus.Failed => AttemptOutcome.Failed,
        WorkStatus.Cancelled => AttemptOutcome.Cancelled,
        _ => AttemptOutcome.TimedOut,
    };
}
