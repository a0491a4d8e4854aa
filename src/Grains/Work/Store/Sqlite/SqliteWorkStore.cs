using Microsoft.Data.Sqlite;

namespace Switchyard.Work.Store.Sqlite;

/// <summary>The embedded store: a file, and nothing to install.</summary>
public static class SqliteWorkStore
{
    internal static SchemaMigrations Migrations { get; } =
        new(typeof(SqliteWorkStore).Assembly, "Switchyard.Work.Store.Sqlite.Migrations", "work");

    /// <summary>Opens the file, creating it (not its directory) and bringing its schema up to date.</summary>
    /// <exception cref="SqliteException">The file cannot be opened or is not a database.</exception>
    public static Task<WorkStore> OpenAsync(
        string path, WorkStoreOptions options, TimeProvider time, CancellationToken cancellationToken = default) => Task.Run(
        async () =>
        {
            options.Validated();
            var connection = SqliteFile.OpenWriter(path);
            try
            {
                await Migrations.ApplyAsync(connection, MigrationGuard.Sqlite, time, cancellationToken);
                return new WorkStore(new SqliteDatabase(connection, path, options, time), options, time);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        },
        cancellationToken);
}
