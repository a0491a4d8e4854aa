using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Switchyard.Hosting;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Auth;

/// <summary>Keys are made here without a node: before the first start, and beside one that runs.</summary>
public static class AccessKeyFile
{
    /// <summary>Makes the tables when they are missing, and puts a key into it. Durable when the task completes.</summary>
    /// <exception cref="DbException">The database cannot be reached or changed.</exception>
    public static async Task<bool> AddAsync(
        StorageOptions storage, AccessKey key, byte[] hash, TimeProvider time, CancellationToken cancellationToken = default)
    {
        await using var connection = await OpenAsync(storage, cancellationToken);
        var (guard, work) = connection is SqliteConnection
            ? (MigrationGuard.Sqlite, SqliteWorkStore.Migrations)
            : (MigrationGuard.Postgres, PostgresWorkStore.Migrations);
        await new SchemaMigrations(typeof(AccessKeyFile).Assembly, AccessKeyTable.Schema.Prefix, AccessKeyTable.Schema.Component)
            .ApplyAsync(connection, guard, time, cancellationToken);
        // The record of acts is there.
        await work.ApplyAsync(connection, guard, time, cancellationToken);
        return await AddAsync(connection, guard, key, hash);
    }

    private static async Task<bool> AddAsync(DbConnection connection, MigrationGuard guard, AccessKey key, byte[] hash)
    {
        await connection.ExecuteAsync(guard.Begin);
        var made = await AccessKeyTable.InsertAsync(connection, key, hash);
        await AuditTable.AddAsync(connection, made ? KeyActs.OfCommand(key) : null);
        await connection.ExecuteAsync("commit transaction");
        return made;
    }

    private static async Task<DbConnection> OpenAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        if (storage.Provider == StorageProvider.Sqlite)
        {
            return SqliteFile.OpenWriter(storage.WorkDatabase);
        }

        var connection = new NpgsqlConnection(storage.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
