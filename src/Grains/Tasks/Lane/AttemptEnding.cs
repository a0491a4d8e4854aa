using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

/// <summary>What an attempt that brought no result leaves behind: one rule, for every store of the lane. Pure.</summary>
/// <param name="Outcome">Of the attempt.</param>
/// <param name="Verdict">What becomes of the task; of one that waits again a time only when it lies ahead.</param>
/// <param name="BudgetFrom">How many attempts the task's budget does not count by now.</param>
/// <param name="Lost">How many leases of the task's budget were lost by now.</param>
/// <param name="Error">Kept with the task.</param>
internal readonly record struct AttemptEnding(AttemptOutcome Outcome, LaneVerdict Verdict, int BudgetFrom, int Lost, string Error)
{
    /// <summary>What a worker's word means.</summary>
    public static LaneEnd EndOf(TaskFailure failure) => failure switch
    {
        { IsRelease: true } => LaneEnd.Released,
        { Retry: true } => LaneEnd.Failed,
        _ => LaneEnd.FailedForGood,
    };

    /// <param name="attempts">Leases that ended before this one.</param>
    /// <param name="budgetFrom">How many of them the budget does not count.</param>
    /// <param name="lost">Of those that it counts, the lost ones.</param>
    public static AttemptEnding Of(
        (long Id, int Queue, int? MaxAttempts, DateTimeOffset? Deadline) task,
        int attempts,
        int budgetFrom,
        int lost,
        string worker,
        LaneEnd end,
        (string? Error, TimeSpan? RetryAfter) told,
        LaneDecide decide,
        DateTimeOffset now)
    {
        var outcome = end switch
        {
            LaneEnd.LeaseLost => AttemptOutcome.Expired,
            LaneEnd.TimedOut => AttemptOutcome.TimedOut,
            LaneEnd.Released => AttemptOutcome.Released,
            _ => AttemptOutcome.Failed,
        };
        var (ended, lostNow) = (attempts + 1, lost + (end == LaneEnd.LeaseLost ? 1 : 0));
        var budget = budgetFrom + (end == LaneEnd.Released ? 1 : 0);
        var attempt = new LaneAttempt(task.Id, task.Queue, ended, ended - budget, lostNow, task.MaxAttempts, worker, task.Deadline);
        var verdict = decide(attempt, end, told.Error, told.RetryAfter, now);
        return verdict.Status != WorkStatus.Queued
            ? new(outcome, verdict with { NotBefore = null }, budget, lostNow, verdict.Error)
            : new(outcome, verdict with { NotBefore = verdict.NotBefore > now ? verdict.NotBefore : null }, budget, lostNow, told.Error ?? verdict.Error);
    }
}
