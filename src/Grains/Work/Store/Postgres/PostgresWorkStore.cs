using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>The cluster's store: every node opens one over the same database.</summary>
public static class PostgresWorkStore
{
    internal static SchemaMigrations Migrations { get; } =
        new(typeof(PostgresWorkStore).Assembly, "Switchyard.Work.Store.Postgres.Migrations", "work");

    /// <summary>Connects and brings the schema up to date. Nodes that start together take turns.</summary>
    /// <param name="connectionString">Npgsql's. Server settings of its own (<c>Options</c>) win over those of the store.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached or refuses.</exception>
    public static async Task<WorkStore> OpenAsync(
        string connectionString,
        WorkStoreOptions options,
        TimeProvider time,
        ILoggerFactory? loggers = null,
        CancellationToken cancellationToken = default)
    {
        options.Validated();
        var sources = new PostgresSources(connectionString);
        try
        {
            await using (var connection = await sources.Free.OpenConnectionAsync(cancellationToken))
            {
                await Migrations.ApplyAsync(connection, MigrationGuard.Postgres, time, cancellationToken);
            }

            var logger = (ILogger?)loggers?.CreateLogger<WorkStore>() ?? NullLogger.Instance;
            return new WorkStore(new PostgresDatabase(sources, options, time, logger), options, time);
        }
        catch
        {
            await sources.DisposeAsync();
            throw;
        }
    }
}
