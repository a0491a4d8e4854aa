using System.Data.Common;
using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>Set by set: one round trip begins, stores and loads; one writes what follows and commits.</summary>
internal sealed class PostgresWriteTransaction(NpgsqlConnection connection, int shard) : IWriteTransaction
{
    public DbConnection Connection => connection;

    public async Task<StoredItems> StoreAsync(
        IReadOnlyList<WorkWrite> updates, IReadOnlyList<WorkWrite> inserts, IReadOnlyList<long> loads)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (updates.Count > 0)
        {
            batch.BatchCommands.Add(Command(PostgresStatements.Update, Columns(updates)));
        }

        if (inserts.Count > 0)
        {
            batch.BatchCommands.Add(Command(PostgresStatements.Insert, Columns(inserts)));
        }

        if (loads.Count > 0)
        {
            batch.BatchCommands.Add(Command(PostgresStatements.Load, loads.ToArray()));
        }

        var stored = new HashSet<long>();
        var rows = new Dictionary<long, WorkRow>();
        await using var record = await batch.ExecuteReaderAsync();
        do
        {
            while (await record.ReadAsync())
            {
                if (record.FieldCount == 1)
                {
                    stored.Add(record.GetInt64(0));
                    continue;
                }

                var row = WorkColumns.Read(record);
                rows.Add(row.Id, row);
            }
        }
        while (await record.NextResultAsync());

        return new StoredItems(stored, new HashSet<long>(), rows);
    }

    public async Task<IReadOnlySet<long>> FindKnownAsync(IReadOnlyList<WorkRow> refused)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command(
                    PostgresStatements.Known,
                    refused.Select(row => row.Id).ToArray(),
                    refused.Select(row => row.Queue).ToArray(),
                    refused.Select(row => row.UniqueKey).ToArray()),
            },
        };
        var known = new HashSet<long>();
        await using var record = await batch.ExecuteReaderAsync();
        while (await record.ReadAsync())
        {
            known.Add(record.GetInt64(0));
        }

        return known;
    }

    public async Task CommitAsync(IReadOnlyList<WorkWrite> renewals, BatchEffects effects)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (renewals.Count > 0)
        {
            batch.BatchCommands.Add(Command(PostgresStatements.Update, Columns(renewals)));
        }

        PostgresEffects.AddTo(batch, effects, shard);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        try
        {
            await batch.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (PostgresFailure.IsUnclear(exception))
        {
            throw new StoreUnavailableException("PostgreSQL was lost at a commit; the batch may have been stored.", exception);
        }
    }

    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private static object[] Columns(IReadOnlyList<WorkWrite> writes) =>
        [.. WorkColumns.All.Select(column => (object)column.ValuesOf(writes))];
}
