using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Sqlite;

internal sealed partial class LaneTransaction
{
    public IReadOnlyList<LaneEnded> Complete(IReadOnlyList<TaskCompletion> completions, DateTimeOffset now)
    {
        var ended = new List<LaneEnded>(completions.Count);
        foreach (var completion in completions)
        {
            ended.Add(Complete(completion, now));
        }

        return ended;
    }

    public IReadOnlyList<LaneEnded> Fail(IReadOnlyList<TaskFailure> failures, LaneDecide decide, DateTimeOffset now)
    {
        var ended = new List<LaneEnded>(failures.Count);
        foreach (var failure in failures)
        {
            ended.Add(Fail(failure, decide, now));
        }

        return ended;
    }

    private LaneEnded Complete(TaskCompletion completion, DateTimeOffset now)
    {
        var task = Open(completion.Id);
        if (task?.Held is { } held && held.Number == completion.LeaseNumber)
        {
            End(task, WorkStatus.Completed, AttemptOutcome.Completed, null, completion.Result, now);
            _sums.Worker(task.Queue, held.Worker, now, held: -1, completed: 1);
            return new(TaskOutcome.Ok, task.Queue, task.Rank, task.GroupKey, WorkStatus.Completed, Owner: task.Owner, Worker: held.Worker);
        }

        var status = StatusOf(completion.Id, task, out var lease);
        var outcome = status == WorkStatus.Completed && lease == completion.LeaseNumber
            ? TaskOutcome.Ok
            : Refusal(completion.Id, completion.LeaseNumber, status is not null, AttemptOutcome.Completed);
        return new(outcome, Status: status);
    }

    private LaneEnded Fail(TaskFailure failure, LaneDecide decide, DateTimeOffset now)
    {
        var task = Open(failure.Id);
        if (task?.Held is { } held && held.Number == failure.LeaseNumber)
        {
            var end = failure.Retry ? LaneEnd.Failed : LaneEnd.FailedForGood;
            var verdict = EndAttempt(task, held, end, failure.Error, failure.RetryAfter, decide, now);
            _sums.Worker(task.Queue, held.Worker, now, held: -1, failed: 1);
            return new(TaskOutcome.Ok, task.Queue, task.Rank, task.GroupKey, verdict.Status, verdict.NotBefore, task.Owner, held.Worker);
        }

        if (Attempt(failure.Id, failure.LeaseNumber) is (AttemptOutcome.Failed, var left))
        {
            return new(TaskOutcome.Ok, Status: left.Status, NotBefore: left.NotBefore);
        }

        var status = StatusOf(failure.Id, task, out _);
        return new(Refusal(failure.Id, failure.LeaseNumber, status is not null), Status: status);
    }

    /// <summary>An attempt is over that brought no result: the rule says what becomes of the task.</summary>
    private LaneVerdict EndAttempt(
        OpenTask task, HeldLease held, LaneEnd end, string? error, TimeSpan? retryAfter, LaneDecide decide, DateTimeOffset now)
    {
        var outcome = end switch
        {
            LaneEnd.LeaseLost => AttemptOutcome.Expired,
            LaneEnd.TimedOut => AttemptOutcome.TimedOut,
            _ => AttemptOutcome.Failed,
        };
        var attempts = task.Attempts + 1;
        var lost = task.Lost + (end == LaneEnd.LeaseLost ? 1 : 0);
        var attempt = new LaneAttempt(
            task.Id, task.Queue, attempts, attempts - task.BudgetFrom, lost, task.MaxAttempts, held.Worker, task.Deadline);
        var verdict = decide(attempt, end, error, retryAfter, now);
        if (verdict.Status != WorkStatus.Queued)
        {
            verdict = verdict with { NotBefore = null };
            End(task, verdict.Status, outcome, verdict.Error, null, now);
            return verdict;
        }

        verdict = verdict with { NotBefore = verdict.NotBefore > now ? verdict.NotBefore : null };
        PutBack(task, held, outcome, error ?? verdict.Error, verdict, now);
        return verdict;
    }

    /// <summary>Why an act under a lease that is not held is refused: by how that lease ended.</summary>
    /// <param name="known">Whether there is such a task.</param>
    /// <param name="again">How the lease ended when the same act was accepted before.</param>
    private TaskOutcome Refusal(long id, long lease, bool known, AttemptOutcome? again = null) => Attempt(id, lease) switch
    {
        _ when !known => TaskOutcome.Unknown,
        (var outcome, _) when outcome == again => TaskOutcome.Ok,
        (AttemptOutcome.Cancelled, _) => TaskOutcome.Cancelled,
        (AttemptOutcome.TimedOut, { Status: WorkStatus.TimedOut }) => TaskOutcome.Cancelled,
        _ => TaskOutcome.Stale,
    };

    private (AttemptOutcome Outcome, LaneVerdict Left)? Attempt(long id, long lease)
    {
        using var row = statements.Attempt.Read(id, lease);
        return row.Read() ? ((AttemptOutcome)row.GetInt32(0), new LaneVerdict(row.Status(1), row.OptionalTime(2), "")) : null;
    }

    private bool IsKnown(long id, OpenTask? task) => StatusOf(id, task, out _) is not null;

    /// <summary>Null: there is no such task.</summary>
    /// <param name="lease">The newest, of one that has ended.</param>
    private WorkStatus? StatusOf(long id, OpenTask? task, out long lease)
    {
        lease = 0;
        if (task is not null)
        {
            return task.Held is null ? WorkStatus.Queued : WorkStatus.Running;
        }

        using var row = statements.Ended.Read(id);
        if (!row.Read())
        {
            return null;
        }

        lease = row.GetInt64(1);
        return row.Status(0);
    }
}
