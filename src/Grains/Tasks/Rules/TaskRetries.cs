using System.Globalization;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks.Rules;

/// <summary>What becomes of a task whose attempt brought no result: <see cref="RetryRule"/> with the policy of its queue. Pure.</summary>
internal static class TaskRetries
{
    /// <param name="chance">0 to 1, anew for each decision.</param>
    public static LaneVerdict Decide(
        LaneAttempt attempt, LaneEnd end, string? error, TimeSpan? retryAfter, TaskQueuePolicy policy, double chance, DateTimeOffset now)
    {
        var most = attempt.MaxAttempts ?? policy.MaxAttempts;
        var why = Why(attempt, end, error);
        if (attempt.Deadline <= now)
        {
            return new(WorkStatus.TimedOut, null, error is null ? "its deadline has passed" : $"its deadline has passed; its last attempt: {error}");
        }

        if (end == LaneEnd.Released)
        {
            return new(WorkStatus.Queued, null, why);
        }

        if (end == LaneEnd.FailedForGood || attempt.Spent >= most)
        {
            return new(end == LaneEnd.TimedOut ? WorkStatus.TimedOut : WorkStatus.Failed, null, why);
        }

        var wait = retryAfter ?? BackOffOf(policy.Backoff).After(attempt.Spent, chance);
        return new(WorkStatus.Queued, RetryRule.AgainAt(wait, now), why);
    }

    private static BackOff BackOffOf(TaskBackoff backoff) => new(backoff.First, backoff.Factor, backoff.Most, backoff.Jitter);

    private static string Why(LaneAttempt attempt, LaneEnd end, string? error) => end switch
    {
        LaneEnd.LeaseLost => RetryRule.WhyLost(attempt.Lost, attempt.Spent - attempt.Lost, attempt.Worker, error),
        LaneEnd.TimedOut => $"the time of attempt {attempt.Attempts.ToString(CultureInfo.InvariantCulture)} was over; its holder was {attempt.Worker}",
        _ => error ?? "",
    };
}
