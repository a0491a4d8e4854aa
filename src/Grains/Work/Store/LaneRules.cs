namespace Switchyard.Work.Store;

/// <summary>What the batch lane does to one item.</summary>
internal enum LaneVerb
{
    Lease,
    Renew,
    Complete,
    Fail,
    Retry,
}

/// <param name="LeaseNumber">The lease acted by; unused for <see cref="LaneVerb.Lease"/>.</param>
/// <param name="Owner">Who leases; null for the other verbs.</param>
/// <param name="ExpiresAt">The new expiry of a lease taken or renewed.</param>
internal sealed record LaneAct(
    LaneVerb Verb,
    long Id,
    long LeaseNumber,
    DateTimeOffset Now,
    string? Owner = null,
    DateTimeOffset ExpiresAt = default,
    string? Error = null);

/// <param name="Newest">How the row's newest lease ended; null while it has not.</param>
internal sealed record LaneRow(WorkRow Row, AttemptOutcome? Newest);

/// <param name="Next">The row as it becomes; null when nothing changes.</param>
internal sealed record LaneDecision(ActOutcome Outcome, LaneRow? Next = null, AttemptView? Ended = null, WorkerChange? Worker = null);

/// <summary>The rules of the batch lane: one item, one act. Pure.</summary>
internal static class LaneRules
{
    public static LaneDecision Decide(LaneRow? state, LaneAct act)
    {
        if (state is null)
        {
            return new LaneDecision(ActOutcome.Unknown);
        }

        return act.Verb == LaneVerb.Lease ? Lease(state.Row, act) : DecideHeld(state, act);
    }

    private static LaneDecision Lease(WorkRow row, LaneAct act)
    {
        if (row.Status != WorkStatus.Queued || row.NotBefore > act.Now)
        {
            return new LaneDecision(ActOutcome.Conflict);
        }

        var next = row with
        {
            Status = WorkStatus.Running,
            Attempt = row.Attempt + 1,
            LeaseNumber = row.LeaseNumber + 1,
            LeaseOwner = act.Owner,
            LeaseExpiresAt = act.ExpiresAt,
            StartedAt = act.Now,
            Version = row.Version + 1,
        };
        return new LaneDecision(
            ActOutcome.Accepted, new LaneRow(next, null), Worker: new WorkerChange(act.Owner!, act.Now, Held: 1));
    }

    private static LaneDecision DecideHeld(LaneRow state, LaneAct act)
    {
        var row = state.Row;
        if (row.LeaseNumber != act.LeaseNumber)
        {
            return new LaneDecision(ActOutcome.Stale);
        }

        if (row.Status != WorkStatus.Running)
        {
            return new LaneDecision(IsRepetition(state, act.Verb) ? ActOutcome.Accepted : ActOutcome.Conflict);
        }

        return act.Verb == LaneVerb.Renew ? Renew(state, act) : End(row, act);
    }

    /// <summary>The answer to the first call was lost and the worker asks again: it may hear the same answer.</summary>
    private static bool IsRepetition(LaneRow state, LaneVerb verb) => verb switch
    {
        LaneVerb.Complete => state is { Row.Status: WorkStatus.Completed, Newest: AttemptOutcome.Completed },
        LaneVerb.Fail => state is { Row.Status: WorkStatus.Failed, Newest: AttemptOutcome.Failed },
        _ => false,
    };

    private static LaneDecision Renew(LaneRow state, LaneAct act)
    {
        var next = state.Row with { LeaseExpiresAt = act.ExpiresAt, Version = state.Row.Version + 1 };
        return new LaneDecision(ActOutcome.Accepted, new LaneRow(next, null), Worker: Seen(state.Row, act));
    }

    private static LaneDecision End(WorkRow row, LaneAct act)
    {
        var (status, outcome) = act.Verb switch
        {
            LaneVerb.Complete => (WorkStatus.Completed, AttemptOutcome.Completed),
            LaneVerb.Fail => (WorkStatus.Failed, AttemptOutcome.Failed),
            LaneVerb.Retry => (WorkStatus.Queued, AttemptOutcome.Released),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
        var next = row with
        {
            Status = status,
            LeaseOwner = null,
            LeaseExpiresAt = null,
            FinishedAt = status.IsTerminal() ? act.Now : null,
            Error = status == WorkStatus.Failed ? act.Error : row.Error,
            Version = row.Version + 1,
        };
        var ended = new AttemptView(
            row.LeaseNumber, row.LeaseOwner ?? "", row.StartedAt ?? act.Now, act.Now, outcome, act.Error);
        var worker = Seen(row, act) is { } seen
            ? seen with { Held = -1, Completed = act.Verb == LaneVerb.Complete ? 1 : 0, Failed = act.Verb == LaneVerb.Complete ? 0 : 1 }
            : null;
        return new LaneDecision(ActOutcome.Accepted, new LaneRow(next, outcome), ended, worker);
    }

    private static WorkerChange? Seen(WorkRow row, LaneAct act) =>
        row.LeaseOwner is { } owner ? new WorkerChange(owner, act.Now) : null;
}
