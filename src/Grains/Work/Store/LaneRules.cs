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

/// <summary>The batch lane's view on the life cycle: one item, one act, and what it means for the worker. Pure.</summary>
internal static class LaneRules
{
    public static LaneDecision Decide(LaneRow? state, LaneAct act)
    {
        if (state is null)
        {
            return new LaneDecision(ActOutcome.Unknown);
        }

        var (outcome, row, ended) = Lifecycle.Apply(state.Row, CommandOf(act), act.Now);
        if (outcome != ActOutcome.Accepted)
        {
            return new LaneDecision(outcome);
        }

        if (ReferenceEquals(row, state.Row))
        {
            // The status is the wanted one already; whether this very lease brought it about, the attempts know.
            return new LaneDecision(IsRepetition(state, act.Verb) ? ActOutcome.Accepted : ActOutcome.Conflict);
        }

        var next = row with { Version = state.Row.Version + 1 };
        return new LaneDecision(outcome, new LaneRow(next, ended?.Outcome), ended, WorkerOf(state.Row, act));
    }

    private static WorkCommand CommandOf(LaneAct act) => act.Verb switch
    {
        LaneVerb.Lease => new WorkCommand.Lease(act.Owner!, act.ExpiresAt),
        LaneVerb.Renew => new WorkCommand.Renew(act.LeaseNumber, act.ExpiresAt),
        LaneVerb.Complete => new WorkCommand.Complete(act.LeaseNumber),
        LaneVerb.Fail => new WorkCommand.Fail(act.LeaseNumber, act.Error ?? ""),
        LaneVerb.Retry => new WorkCommand.Fail(act.LeaseNumber, act.Error ?? "", Retry: true),
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    private static bool IsRepetition(LaneRow state, LaneVerb verb) => verb switch
    {
        LaneVerb.Complete => state.Newest == AttemptOutcome.Completed,
        LaneVerb.Fail => state.Newest == AttemptOutcome.Failed,
        _ => false,
    };

    private static WorkerChange? WorkerOf(WorkRow row, LaneAct act) => act.Verb switch
    {
        LaneVerb.Lease => new WorkerChange(act.Owner!, act.Now, Held: 1),
        _ when row.LeaseOwner is not { } => null,
        LaneVerb.Renew => new WorkerChange(row.LeaseOwner!, act.Now),
        LaneVerb.Complete => new WorkerChange(row.LeaseOwner!, act.Now, Held: -1, Completed: 1),
        _ => new WorkerChange(row.LeaseOwner!, act.Now, Held: -1, Failed: 1),
    };
}
