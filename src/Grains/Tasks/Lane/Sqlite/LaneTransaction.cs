using Microsoft.Data.Sqlite;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Failures;

namespace Switchyard.Tasks.Lane.Sqlite;

/// <summary>One open transaction of the writer, in which acts follow one another. What they add to the sums is written at its end.</summary>
internal sealed partial class LaneTransaction(SqliteConnection connection, LaneStatements statements)
{
    /// <summary>Of a task's attempts, the last ones are kept.</summary>
    private const int Attempts = 100;

    private readonly LaneSums _sums = new();

    public void WriteSums()
    {
        foreach (var ((queue, status), value) in _sums.Totals)
        {
            statements.Total.Run(queue, status, value);
        }

        foreach (var ((queue, minute, what), value) in _sums.Rates)
        {
            statements.Rate.Run(queue, minute, what, value);
        }

        foreach (var ((queue, worker), sum) in _sums.Workers)
        {
            statements.Worker.Run(queue, worker, sum.FirstSeen, sum.LastSeen, sum.Held, sum.Completed, sum.Failed, sum.Expired);
        }
    }

    private OpenTask? Open(long id)
    {
        using var row = statements.Open.Read(id);
        return row.Read() ? OpenTask.Read(row) : null;
    }

    private LaneItem? Item(long id)
    {
        using var row = statements.Item.Read(id);
        return row.Read() ? LaneItemColumns.Read(row) : null;
    }

    private Task RecordAsync(LaneItem old, AuditEntry? act) =>
        AuditTable.AddAsync(connection, act is null ? null : LaneAudit.On(old, act));

    /// <summary>Moves a task to the history without a result, from wherever it is.</summary>
    /// <param name="outcome">Of its attempt, when it is out.</param>
    private void End(OpenTask task, WorkStatus status, AttemptOutcome outcome, string? error, DateTimeOffset now)
    {
        var held = task.Held;
        statements.Keep.Run(
            task.Id, (int)status, LaneSql.Of(now), held is null ? 0 : 1, held?.Number, held?.Worker, LaneSql.Of(held?.StartedAt), error,
            ErrorPattern.GroupOf(status, error));
        statements.DropReady.Run(task.Id);
        Leave(task, status, now);
        if (held is not null)
        {
            statements.DropLease.Run(task.Id);
            AddAttempt(task, held, outcome, error, new LaneVerdict(status, null, ""), now);
        }
    }

    /// <summary>What goes with every end of a task.</summary>
    private void Leave(OpenTask task, WorkStatus status, DateTimeOffset now)
    {
        if (task.UniqueKey is { } key)
        {
            statements.DropUnique.Run(task.Queue, key, task.Id, LaneSql.Of(now));
        }

        _sums.Move(task.Queue, task.Held is null ? WorkStatus.Queued : WorkStatus.Running, status);
        _sums.Count(task.Queue, status.Word(), now);
    }

    /// <summary>A task that is out waits again.</summary>
    private void PutBack(OpenTask task, HeldLease held, AttemptEnding ending, DateTimeOffset now)
    {
        statements.PutBack.Run(
            task.Id,
            task.Attempts + 1,
            ending.BudgetFrom,
            ending.Lost,
            LaneSql.Of(ending.Verdict.NotBefore),
            held.Number,
            held.Worker,
            LaneSql.Of(held.StartedAt),
            ending.Verdict.Error);
        statements.DropLease.Run(task.Id);
        AddAttempt(task, held, ending.Outcome, ending.Error, ending.Verdict, now);
        _sums.Move(task.Queue, WorkStatus.Running, WorkStatus.Queued);
        _sums.Count(task.Queue, "requeued", now);
    }

    private void AddAttempt(OpenTask task, HeldLease held, AttemptOutcome outcome, string? error, LaneVerdict left, DateTimeOffset now)
    {
        statements.AddAttempt.Run(
            task.Id,
            held.Number,
            held.Worker,
            LaneSql.Of(held.StartedAt),
            LaneSql.Of(now),
            (int)outcome,
            error,
            (int)left.Status,
            LaneSql.Of(left.NotBefore));
        if (task.Attempts >= Attempts)
        {
            statements.TrimAttempts.Run(task.Id, Attempts);
        }
    }
}
