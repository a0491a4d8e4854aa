using System.Data.Common;
using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Audit;

namespace Switchyard.Tasks.Lane.Postgres;

internal sealed partial class PostgresLaneStore
{
    public Task<IReadOnlyList<LaneSubmitted>?> SubmitGuardedAsync(
        IReadOnlyList<LaneTask> tasks,
        Func<DbConnection, IReadOnlyList<LaneSubmitted>, Task<bool>> guard,
        CancellationToken cancellationToken = default) => _database.TransactAsync(async connection =>
        {
            var stored = tasks.Count == 0 ? [] : (await new LaneIntake([new(tasks)]).StoreAsync(connection))[0].Tasks;
            return await guard(connection, stored) ? stored : null;
        });

    public Task<LaneActed> CancelAsync(
        long id, string reason, DateTimeOffset now, AuditEntry? act = null, CancellationToken cancellationToken = default) => ActAsync(
        id, act, now, async (connection, changes, old) =>
        {
            await _history.PrepareAsync(now);
            if (changes.Task(id) is not { } task)
            {
                return false;
            }

            changes.End(task, changes.Held(id), WorkStatus.Cancelled, AttemptOutcome.Cancelled, reason);
            await changes.WriteAsync();
            return true;
        });

    public Task<LaneActed> RetryAsync(long id, DateTimeOffset now, AuditEntry? act = null, CancellationToken cancellationToken = default) => ActAsync(
        id, act, now, async (connection, changes, old) =>
        {
            if (!old.View.Status.IsTerminal() || !await TakeKeyAsync(connection, old, old.QueueNumber, now))
            {
                return false;
            }

            if ((await LaneRead.ListAsync(connection, LaneActSql.Retry, record => record.GetInt64(0), id, LaneSql.Of(now))).Count == 0)
            {
                return false;
            }

            changes.Events.Add(old.QueueNumber, (short)(LaneEvent.Removed + (short)old.View.Status), LaneSql.Of(now));
            changes.Events.Add(old.QueueNumber, LaneEvent.PutBack, LaneSql.Of(now));
            await changes.WriteAsync();
            return true;
        });

    public Task<LaneActed> DeleteAsync(long id, AuditEntry? act = null, CancellationToken cancellationToken = default) => ActAsync(
        id, act, _time.GetUtcNow(), async (connection, changes, old) =>
        {
            var key = (object?)old.View.UniqueKey ?? DBNull.Value;
            if (!old.View.Status.IsTerminal()
                || (await LaneRead.ListAsync(connection, LaneActSql.Delete, record => record.GetInt64(0), id, old.QueueNumber, key)).Count == 0)
            {
                return false;
            }

            changes.Events.Add(old.QueueNumber, (short)(LaneEvent.Removed + (short)old.View.Status), LaneSql.Of(_time.GetUtcNow()));
            await changes.WriteAsync();
            return true;
        });

    /// <exception cref="ArgumentException">There is no queue of that number.</exception>
    public Task<LaneActed> MoveAsync(long id, int queue, AuditEntry? act = null, CancellationToken cancellationToken = default) => ActAsync(
        id, act, _time.GetUtcNow(), async (connection, changes, old) =>
        {
            var now = _time.GetUtcNow();
            if ((await LaneRead.ListAsync(connection, "select number from task_queue where number = $1", record => record.GetInt32(0), queue)).Count == 0)
            {
                throw new ArgumentException($"There is no queue {queue}.", nameof(queue));
            }

            if (old.View.Status != WorkStatus.Queued || !await TakeKeyAsync(connection, old, queue, now))
            {
                return false;
            }

            if (old.QueueNumber != queue)
            {
                await LaneRead.ExecuteAsync(connection, LaneActSql.Move, id, queue, old.QueueNumber);
                changes.Events.Add(old.QueueNumber, LaneEvent.Left, LaneSql.Of(now));
                changes.Events.Add(queue, LaneEvent.Created, LaneSql.Of(now));
                await changes.WriteAsync();
            }

            return true;
        });

    /// <summary>False: another task has its unique key in that queue.</summary>
    private static async Task<bool> TakeKeyAsync(NpgsqlConnection connection, LaneItem old, int queue, DateTimeOffset now)
    {
        if (old.View.UniqueKey is not { } key)
        {
            return true;
        }

        var owners = await LaneRead.ListAsync(
            connection, LaneIntakeSql.Keys, record => record.GetInt64(2), new[] { queue }, new[] { key }, new[] { old.View.Id }, LaneSql.Of(now));
        return owners is [var owner] && owner == old.View.Id;
    }

    /// <param name="run">False: a conflict.</param>
    private async Task<LaneActed> ActAsync(
        long id, AuditEntry? act, DateTimeOffset now, Func<NpgsqlConnection, LaneChanges, LaneItem, Task<bool>> run) =>
        (await _database.TransactAsync(async connection =>
        {
            await LaneRead.ListAsync(connection, LaneActSql.AloneWithAll, _ => 0, new[] { id });
            var changes = new LaneChanges(connection, now);
            await changes.LockAsync([id]);
            if (await FindAsync(connection, id, whole: false) is not { } old)
            {
                return new LaneActed(ActOutcome.Unknown, null);
            }

            if (!await run(connection, changes, old))
            {
                return new LaneActed(ActOutcome.Conflict, old);
            }

            await AuditTable.AddAsync(connection, act is null ? null : LaneAudit.On(old, act));
            return new LaneActed(ActOutcome.Accepted, old);
        }))!;
}
