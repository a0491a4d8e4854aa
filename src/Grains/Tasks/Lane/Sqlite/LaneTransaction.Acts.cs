using System.Data.Common;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Tasks.Lane.Sqlite;

internal sealed partial class LaneTransaction
{
    public async Task<LaneActed> CancelAsync(long id, string reason, DateTimeOffset now, AuditEntry? act)
    {
        if (Item(id) is not { } old)
        {
            return new(ActOutcome.Unknown, null);
        }

        if (Open(id) is not { } task)
        {
            return new(ActOutcome.Conflict, old);
        }

        End(task, WorkStatus.Cancelled, AttemptOutcome.Cancelled, reason, now);
        if (task.Held is { } held)
        {
            _sums.Worker(task.Queue, held.Worker, held.StartedAt, held: -1);
        }

        await RecordAsync(old, act);
        return new(ActOutcome.Accepted, old);
    }

    public async Task<LaneActed> RetryAsync(long id, DateTimeOffset now, AuditEntry? act)
    {
        if (Item(id) is not { } old)
        {
            return new(ActOutcome.Unknown, null);
        }

        if (!old.View.Status.IsTerminal() || !TakeUnique(statements.UniqueOf, id, null, now))
        {
            return new(ActOutcome.Conflict, old);
        }

        statements.KeepCompleted.Run(id);
        if (old.View.Attempt > Attempts)
        {
            statements.TrimAttempts.Run(id, Attempts);
        }

        statements.Retry.Run(id, LaneSql.Of(now));
        statements.DropDone.Run(id);
        _sums.Move(old.QueueNumber, old.View.Status, WorkStatus.Queued);
        _sums.Count(old.QueueNumber, "requeued", now);
        await RecordAsync(old, act);
        return new(ActOutcome.Accepted, old);
    }

    public async Task<LaneActed> DeleteAsync(long id, AuditEntry? act)
    {
        if (Item(id) is not { } old)
        {
            return new(ActOutcome.Unknown, null);
        }

        if (!old.View.Status.IsTerminal())
        {
            return new(ActOutcome.Conflict, old);
        }

        Remove(old.QueueNumber, old.View.Status, id);
        if (old.View.UniqueKey is { } key)
        {
            statements.DropUnique.Run(old.QueueNumber, key, id, long.MaxValue);
        }

        await RecordAsync(old, act);
        return new(ActOutcome.Accepted, old);
    }

    /// <exception cref="ArgumentException">There is no queue of that number.</exception>
    public async Task<LaneActed> MoveAsync(long id, int queue, DateTimeOffset now, AuditEntry? act)
    {
        using (var known = statements.Epoch.Read(queue))
        {
            if (!known.Read())
            {
                throw new ArgumentException($"There is no queue {queue}.", nameof(queue));
            }
        }

        if (Item(id) is not { } old)
        {
            return new(ActOutcome.Unknown, null);
        }

        if (old.View.Status != WorkStatus.Queued || !TakeUnique(statements.UniqueOfReady, id, queue, now))
        {
            return new(ActOutcome.Conflict, old);
        }

        if (old.QueueNumber != queue)
        {
            statements.MoveReady.Run(id, queue);
            if (old.View.UniqueKey is { } key)
            {
                statements.DropUnique.Run(old.QueueNumber, key, id, long.MaxValue);
            }

            _sums.Move(old.QueueNumber, WorkStatus.Queued, null);
            _sums.Move(queue, null, WorkStatus.Queued);
            _sums.Count(queue, "created", now);
        }

        await RecordAsync(old, act);
        return new(ActOutcome.Accepted, old);
    }

    /// <summary>Removes ended tasks of one status of a queue. Unique keys that hold for a time outlive them.</summary>
    public int RemoveExpired(int queue, WorkStatus status, DateTimeOffset before, DateTimeOffset now, int limit)
    {
        var found = new List<(long Id, string? UniqueKey)>();
        using (var row = statements.Expired.Read(queue, (int)status, LaneSql.Of(before), limit))
        {
            while (row.Read())
            {
                found.Add((row.GetInt64(0), row.Text(1)));
            }
        }

        foreach (var (id, key) in found)
        {
            Remove(queue, status, id);
            if (key is not null)
            {
                statements.DropUnique.Run(queue, key, id, LaneSql.Of(now));
            }
        }

        return found.Count;
    }

    private void Remove(int queue, WorkStatus status, long id)
    {
        statements.DropDone.Run(id);
        statements.DropAttempts.Run(id);
        statements.DropNote.Run(id);
        _sums.Move(queue, status, null);
    }

    /// <summary>False: another task has its unique key.</summary>
    /// <param name="to">The queue in which it is to have it; null: its own.</param>
    private bool TakeUnique(SqliteStatement read, long id, int? to, DateTimeOffset now)
    {
        (int Queue, string? Key, long? Until) unique;
        using (DbDataReader row = read.Read(id))
        {
            row.Read();
            unique = (to ?? row.GetInt32(0), row.Text(1), row.IsDBNull(2) ? null : row.GetInt64(2));
        }

        if (unique.Key is null)
        {
            return true;
        }

        if (Holder(unique.Queue, unique.Key, now) is { } holder && holder != id)
        {
            return false;
        }

        statements.TakeUnique.Run(unique.Queue, unique.Key, id, unique.Until);
        return true;
    }
}
