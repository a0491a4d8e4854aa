using Microsoft.Data.Sqlite;
using Switchyard.Hosting;

namespace Switchyard.Storage;

/// <summary>Brings the tables and statements of Orleans in SQLite up to date.</summary>
internal sealed class SqliteOrleansStore(SqliteDataSource database) : IStorePreparation
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var scripts = OrleansScripts.For(StorageProvider.Sqlite);
        await using var connection = (SqliteConnection)await database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, "PRAGMA journal_mode = WAL", cancellationToken);

        // Not deferred: BEGIN IMMEDIATE takes the write lock now, so that two starts take turns.
        await using var transaction = connection.BeginTransaction(deferred: false);
        await ExecuteAsync(connection, scripts.Tables, cancellationToken);
        foreach (var (key, text) in scripts.Queries)
        {
            await ExecuteAsync(
                connection,
                """
                INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES (@key, @text)
                ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText
                """,
                cancellationToken,
                new SqliteParameter("@key", key),
                new SqliteParameter("@text", text));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(
        SqliteConnection connection, string sql, CancellationToken cancellationToken, params SqliteParameter[] parameters)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
