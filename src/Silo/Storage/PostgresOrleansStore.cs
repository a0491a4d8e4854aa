using Npgsql;
using Switchyard.Hosting;

namespace Switchyard.Storage;

/// <summary>Brings the tables and statements of Orleans in PostgreSQL up to date.</summary>
internal sealed class PostgresOrleansStore(NpgsqlDataSource database) : IStorePreparation
{
    /// <summary>An arbitrary number: nodes that start together take turns.</summary>
    private const long Turn = 0x5377_4f72_6c65;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var scripts = OrleansScripts.For(StorageProvider.Postgres);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var sql = $"SELECT pg_advisory_xact_lock({Turn}); {scripts.Tables}";
        await using (var tables = new NpgsqlCommand(sql, connection, transaction))
        {
            await tables.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (var (key, text) in scripts.Queries)
        {
            await using var query = new NpgsqlCommand(
                """
                INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($1, $2)
                ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText
                WHERE OrleansQuery.QueryText <> excluded.QueryText
                """,
                connection,
                transaction);
            query.Parameters.AddWithValue(key);
            query.Parameters.AddWithValue(text);
            await query.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
