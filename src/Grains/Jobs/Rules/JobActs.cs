using Switchyard.Work;

namespace Switchyard.Jobs.Rules;

/// <summary>What a job answers to those who report on it. Pure: a row and an act make an answer and the transition to store.</summary>
internal static class JobActs
{
    /// <summary>The original protocol. Whoever reports an active stage of a queued job holds it, for as long as it takes.</summary>
    public static Decision<JobUpdateOutcome> Update(WorkRow row, JobUpdate update, DateTimeOffset now)
    {
        if (row.Status.IsTerminal())
        {
            return new(JobUpdateOutcome.Ended);
        }

        if (row.Status == WorkStatus.Running && row.LeaseExpiresAt is not null)
        {
            return new(JobUpdateOutcome.Leased);
        }

        var body = JobUpdates.Apply(JobRows.BodyOf(row), update, now);
        return new(JobUpdateOutcome.Updated, JobTransitions.Write(row, Move(row, update, now), body, now));
    }

    public static Decision<bool> Claim(WorkRow row, string worker, TimeSpan lease, DateTimeOffset now)
    {
        var transition = Lifecycle.Apply(row, new WorkCommand.Lease(worker, now + lease), now);
        var body = JobLog.Add(JobRows.BodyOf(row) with { Stage = JobStatus.Initiated }, now, $"Claimed by worker {worker}.");
        return transition.Outcome == ActOutcome.Accepted
            ? new(true, JobTransitions.Write(row, transition, body, now))
            : new(false);
    }

    /// <summary>A worker that only holds on says nothing of the target; a stage that it has said already, it does not say again.</summary>
    /// <exception cref="ArgumentException">The update's status is queued or terminal.</exception>
    public static Decision<ActOutcome> Renew(WorkRow row, long leaseNumber, TimeSpan lease, JobUpdate update, DateTimeOffset now)
    {
        if (update.Status is { } stage && !JobRows.IsHeld(stage))
        {
            throw new ArgumentException($"A lease is not renewed with the status {JobWords.Of(stage)}.", nameof(update));
        }

        var transition = Lifecycle.Apply(row, new WorkCommand.Renew(leaseNumber, now + lease), now);
        if (transition.Outcome != ActOutcome.Accepted)
        {
            return new(OutcomeOf(row, transition.Outcome));
        }

        var before = JobRows.BodyOf(row);
        var body = JobUpdates.Apply(before, update.Status == before.Stage ? update with { Status = null } : update, now);
        var write = JobTransitions.Write(row, transition, body, now);

        // The body's own bytes, so that a sign of life does not store a long log again.
        return new(transition.Outcome, body == before ? write with { New = transition.Row, Records = [] } : write);
    }

    public static Decision<ActOutcome> Complete(WorkRow row, long leaseNumber, string? log, DateTimeOffset now) =>
        End(row, Lifecycle.Apply(row, new WorkCommand.Complete(leaseNumber), now), new JobUpdate(JobStatus.Completed, Log: log), now);

    /// <param name="retryAfter">Only with <paramref name="retry"/>.</param>
    /// <param name="terms">By what it is tried again.</param>
    public static Decision<ActOutcome> Fail(
        WorkRow row, long leaseNumber, string error, bool retry, TimeSpan? retryAfter, DateTimeOffset now, RetryTerms? terms = null)
    {
        var command = new WorkCommand.Fail(leaseNumber, ErrorSummary.Of(error), retry, retry ? now + retryAfter : null);
        var transition = Lifecycle.Apply(row, command, now, terms);
        return End(row, transition, new JobUpdate(JobRows.StageOf(transition.Row.Status, JobStatus.Failed), Log: error), now);
    }

    private static Decision<ActOutcome> End(WorkRow row, Transition transition, JobUpdate update, DateTimeOffset now)
    {
        return new(OutcomeOf(row, transition.Outcome), ReferenceEquals(transition.Row, row)
            ? null
            : JobTransitions.Write(row, transition, JobUpdates.Apply(JobRows.BodyOf(row), update, now), now));
    }

    /// <summary>Only a newer lease makes an older one stale: without any, the job's status is what the worker has to know.</summary>
    private static ActOutcome OutcomeOf(WorkRow row, ActOutcome outcome) =>
        outcome == ActOutcome.Stale && row.LeaseExpiresAt is null ? ActOutcome.Conflict : outcome;

    private static Transition Move(WorkRow row, JobUpdate update, DateTimeOffset now)
    {
        var isQueued = row.Status == WorkStatus.Queued;
        WorkCommand? command = update.Status switch
        {
            null => null,
            JobStatus.Queued => isQueued ? null : new WorkCommand.Release(row.LeaseNumber, ErrorSummary.Of(update.Log ?? "Given back.")),
            JobStatus.Completed => new WorkCommand.AcceptLate(null),
            JobStatus.Failed => new WorkCommand.AcceptLate(ErrorSummary.Of(update.Log ?? "Failed.")),
            _ => isQueued ? new WorkCommand.Lease(JobNames.Executor, ExpiresAt: null) : null,
        };

        // Not to be handed out yet binds the queue, not who takes the job by its id.
        return command is null
            ? new(ActOutcome.Accepted, row)
            : Lifecycle.Apply(row with { NotBefore = null }, command, now);
    }
}
