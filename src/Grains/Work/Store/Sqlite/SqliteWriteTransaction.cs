using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Switchyard.Work.Store.Sqlite;

/// <summary>Row by row: within one process a prepared statement costs microseconds, and only the commit is dear.</summary>
internal sealed class SqliteWriteTransaction(SqliteConnection connection, SqliteStatements statements, int shard) : IWriteTransaction
{
    private const int ConstraintUnique = 2067;

    public DbConnection Connection => connection;

    public Task<StoredItems> StoreAsync(
        IReadOnlyList<WorkWrite> updates, IReadOnlyList<WorkWrite> inserts, IReadOnlyList<long> loads)
    {
        var stored = new HashSet<long>();
        var taken = new HashSet<long>();
        foreach (var write in updates)
        {
            Update(write, stored, taken);
        }

        foreach (var write in inserts)
        {
            if (statements.Insert.Run(Values(write)) == 1)
            {
                stored.Add(write.New.Id);
            }
        }

        var rows = new Dictionary<long, WorkRow>();
        foreach (var id in loads)
        {
            using var record = statements.Load.Read(id);
            if (record.Read())
            {
                rows.Add(id, WorkColumns.Read(record));
            }
        }

        return Task.FromResult(new StoredItems(stored, taken, rows));
    }

    public Task<IReadOnlySet<long>> FindKnownAsync(IReadOnlyList<WorkRow> refused)
    {
        var known = new HashSet<long>();
        foreach (var row in refused)
        {
            using var record = statements.Known.Read(row.Id, row.Queue, row.UniqueKey);
            if (record.Read() && record.GetInt64(0) == 1)
            {
                known.Add(row.Id);
            }
        }

        return Task.FromResult<IReadOnlySet<long>>(known);
    }

    public Task CommitAsync(IReadOnlyList<WorkWrite> renewals, BatchEffects effects)
    {
        foreach (var write in renewals)
        {
            Update(write);
        }

        StoreRecords(effects);
        StoreNumbers(effects);
        statements.Commit.Run();
        return Task.CompletedTask;
    }

    private void Update(WorkWrite write, HashSet<long> stored, HashSet<long> taken)
    {
        try
        {
            if (Update(write) == 1)
            {
                stored.Add(write.New.Id);
            }
        }
        catch (SqliteException exception) when (exception.SqliteExtendedErrorCode == ConstraintUnique)
        {
            // Only this statement is undone. The message names the columns of the index.
            if (exception.Message.Contains("work_item.target", StringComparison.Ordinal))
            {
                taken.Add(write.New.Id);
            }
        }
    }

    /// <returns>How many rows changed: none when the version is another one.</returns>
    private int Update(WorkWrite write) => statements.Update.Run(Values(write));

    private void StoreRecords(BatchEffects effects)
    {
        foreach (var ((item, lease), attempt) in effects.Attempts)
        {
            statements.Attempt.Run(
                item,
                lease,
                attempt.Owner,
                attempt.StartedAt.ToUnixTimeMilliseconds(),
                attempt.EndedAt.ToUnixTimeMilliseconds(),
                (int)attempt.Outcome,
                attempt.Error);
        }

        foreach (var ((item, name), data) in effects.Parts)
        {
            statements.Part.Run(item, name, data);
        }

        foreach (var (item, queue, artifact) in effects.Artifacts)
        {
            statements.Artifact.Run(
                item,
                queue,
                artifact.Role,
                artifact.Name,
                artifact.LeaseNumber,
                artifact.CreatedAt.ToUnixTimeMilliseconds(),
                artifact.Inline,
                artifact.BlobId,
                artifact.Length);
        }

        foreach (var (item, blob) in effects.Dropped)
        {
            statements.Drop.Run(item, blob);
        }

        foreach (var blob in effects.Spent)
        {
            statements.Spend.Run(blob);
        }

        foreach (var ((space, key), data) in effects.Records)
        {
            statements.Record.Run(space, key, data);
        }
    }

    private void StoreNumbers(BatchEffects effects)
    {
        foreach (var ((queue, owner), worker) in effects.Workers)
        {
            statements.Worker.Run(
                queue, owner, worker.FirstSeen, worker.LastSeen, worker.Held, worker.Completed, worker.Failed, worker.Expired);
        }

        foreach (var ((queue, name), value) in effects.Tallies)
        {
            statements.Tally.Run(queue, name, shard, value);
        }

        foreach (var ((queue, what), value) in effects.Rates)
        {
            statements.Rate.Run(queue, effects.Minute, what, shard, value);
        }
    }

    private static object?[] Values(WorkWrite write)
    {
        var values = new object?[WorkColumns.All.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = WorkColumns.All[i].ValueOf(write);
        }

        return values;
    }
}
