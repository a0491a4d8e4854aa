using Switchyard.Work;

namespace Switchyard.Jobs.Rules;

/// <summary>What a transition of a job's item writes: body, facets, the target's record, and what its worker did. Pure.</summary>
internal static class JobTransitions
{
    /// <param name="body">Its stage goes with the row's new status.</param>
    public static WorkWrite Write(WorkRow old, Transition transition, JobBody body, DateTimeOffset now) =>
        new(old, JobRows.With(transition.Row, body))
        {
            Ended = transition.Ended is { } ended ? [ended] : [],
            Records = TargetRecords.Of(body, now),
            Workers = WorkersOf(old, transition, now),
        };

    /// <summary>The status changed otherwise than by a worker's word: expired, cancelled, timed out, reset.</summary>
    public static WorkWrite Follow(WorkRow old, Transition transition, DateTimeOffset now)
    {
        var body = JobRows.BodyOf(old);
        var stage = JobRows.StageOf(transition.Row.Status, body.Stage);
        return Write(old, transition, JobLog.Add(body with { Stage = stage }, now, Describe(transition)), now);
    }

    private static string Describe(Transition transition) => (transition.Row, transition.Ended) switch
    {
        ({ Status: WorkStatus.Cancelled } row, _) => $"Cancelled: {row.Error}",
        ({ Status: WorkStatus.TimedOut } row, _) => $"Timed out: {row.Error}",
        ({ Status: WorkStatus.Failed } row, _) => $"Failed: {row.Error}",
        (_, { Outcome: AttemptOutcome.Expired } lease) => $"The lease of worker {lease.Owner} ran out.",
        ({ Status: WorkStatus.Queued }, null) => "Reset by an operator.",
        var (row, _) => $"Set status: {JobWords.Of(JobRows.StageOf(row.Status, JobStatus.Initiated))}",
    };

    private static IReadOnlyList<WorkerChange> WorkersOf(WorkRow old, Transition transition, DateTimeOffset now)
    {
        var row = transition.Row;
        if (transition.Ended is { } ended)
        {
            // A worker that was cut off gave no sign of life.
            var hasSpoken = ended.Outcome is AttemptOutcome.Completed or AttemptOutcome.Failed or AttemptOutcome.Released;
            return
            [
                new(ended.Owner, hasSpoken ? now : ended.StartedAt,
                    Held: -1,
                    Completed: ended.Outcome == AttemptOutcome.Completed ? 1 : 0,
                    Failed: ended.Outcome is AttemptOutcome.Failed or AttemptOutcome.Released ? 1 : 0,
                    Expired: ended.Outcome == AttemptOutcome.Expired ? 1 : 0),
            ];
        }

        return row.LeaseOwner is { } owner ? [new(owner, now, Held: row.LeaseNumber > old.LeaseNumber ? 1 : 0)] : [];
    }
}
