using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Switchyard.Hosting;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Auth;

/// <summary>Keys are made here without a node: before the first start, and beside one that runs.</summary>
public static class AccessKeyFile
{
    /// <summary>Makes the table when it is missing, and puts a key into it. Durable when the task completes.</summary>
    /// <exception cref="DbException">The database cannot be reached or changed.</exception>
    public static async Task<bool> AddAsync(
        StorageOptions storage, AccessKey key, byte[] hash, TimeProvider time, CancellationToken cancellationToken = default)
    {
        await using var connection = await OpenAsync(storage, cancellationToken);
        var guard = connection is SqliteConnection ? MigrationGuard.Sqlite : MigrationGuard.Postgres;
        await new SchemaMigrations(typeof(AccessKeyFile).Assembly, AccessKeyTable.Schema.Prefix, AccessKeyTable.Schema.Component)
            .ApplyAsync(connection, guard, time, cancellationToken);
        return await AccessKeyTable.InsertAsync(connection, key, hash);
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
