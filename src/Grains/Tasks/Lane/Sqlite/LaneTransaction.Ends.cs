using System.Text.Json;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Sqlite;

internal sealed partial class LaneTransaction
{
    /// <summary>The common end of a task: what can be said of all at once is one statement.</summary>
    public IReadOnlyList<LaneEnded> Complete(IReadOnlyList<TaskCompletion> completions, DateTimeOffset now)
    {
        var held = Out([.. completions.Select(completion => completion.Id)]);
        var ended = new LaneEnded?[completions.Count];
        var accepted = new List<TaskCompletion>(completions.Count);
        for (var i = 0; i < ended.Length; i++)
        {
            var completion = completions[i];
            if (held.TryGetValue(completion.Id, out var task) && task.Held!.Number == completion.LeaseNumber)
            {
                held.Remove(task.Id);
                accepted.Add(completion);
                Leave(task, WorkStatus.Completed, now);
                _sums.Worker(task.Queue, task.Held.Worker, now, held: -1, completed: 1);
                ended[i] = new(TaskOutcome.Ok, task.Queue, task.Rank, task.GroupKey, WorkStatus.Completed, Owner: task.Owner, Worker: task.Held.Worker, Trace: task.Trace);
            }
        }

        var (places, bytes) = Packed(accepted);
        statements.KeepAll.Run(places, bytes, LaneSql.Of(now));
        var ids = JsonSerializer.Serialize(accepted.Select(completion => completion.Id));
        statements.DropAllReady.Run(ids);
        statements.DropAllLeases.Run(ids);
        return [.. completions.Select((completion, i) => ended[i] ?? RefuseComplete(completion))];
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

    /// <summary>The results one after another, and for each task its id, or its id and where its result is.</summary>
    private static (string Places, byte[] Bytes) Packed(List<TaskCompletion> completions)
    {
        var bytes = new byte[completions.Sum(completion => completion.Result?.Length ?? 0)];
        var places = new List<object>(completions.Count);
        var begin = 0;
        foreach (var (id, _, result) in completions)
        {
            places.Add(result is null ? id : new[] { id, begin + 1, result.Length });
            result?.CopyTo(bytes, begin);
            begin += result?.Length ?? 0;
        }

        return (JsonSerializer.Serialize(places), bytes);
    }

    /// <summary>Those of the tasks that are out.</summary>
    private Dictionary<long, OpenTask> Out(IReadOnlyList<long> ids)
    {
        var found = new Dictionary<long, OpenTask>(ids.Count);
        using var row = statements.Out.Read(JsonSerializer.Serialize(ids));
        while (row.Read())
        {
            found[row.GetInt64(0)] = OpenTask.Read(row);
        }

        return found;
    }

    private LaneEnded RefuseComplete(TaskCompletion completion)
    {
        var status = StatusOf(completion.Id, Open(completion.Id), out var lease);
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
            var end = AttemptEnding.EndOf(failure);
            var verdict = EndAttempt(task, held, end, failure.Error, failure.RetryAfter, decide, now);
            _sums.Worker(task.Queue, held.Worker, now, held: -1, failed: end == LaneEnd.Released ? 0 : 1);
            return new(TaskOutcome.Ok, task.Queue, task.Rank, task.GroupKey, verdict.Status, verdict.NotBefore, task.Owner, held.Worker, task.Trace);
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
        var ending = AttemptEnding.Of(
            (task.Id, task.Queue, task.MaxAttempts, task.Deadline), task.Attempts, task.BudgetFrom, task.Lost, held.Worker, end, (error, retryAfter), decide, now);
        if (ending.Verdict.Status != WorkStatus.Queued)
        {
            End(task, ending.Verdict.Status, ending.Outcome, ending.Error, now);
        }
        else
        {
            PutBack(task, held, ending, now);
        }

        return ending.Verdict;
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
