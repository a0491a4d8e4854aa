using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>The cluster's store: every node opens one over the same database.</summary>
public static class PostgresWorkStore
{
    // All statements here go by index. Plans are kept, and one that was made while a table was empty or not yet analysed would
    // scan it for ever (measured: 116 writes a second). Switched off means avoided, not forbidden; the cost that the planner
    // adds for it would also call the JIT compiler.
    private const string PlanByIndex =
        "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_sort=off -c jit=off";

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
        var source = NpgsqlDataSource.Create(Settings(connectionString));
        try
        {
            await using (var connection = await source.OpenConnectionAsync(cancellationToken))
            {
                await new SchemaMigrations(typeof(PostgresWorkStore).Assembly, "Switchyard.Work.Store.Postgres.Migrations", "work")
                    .ApplyAsync(connection, MigrationGuard.Postgres, time, cancellationToken);
            }

            var logger = (ILogger?)loggers?.CreateLogger<WorkStore>() ?? NullLogger.Instance;
            return new WorkStore(new PostgresDatabase(source, options, time, logger), options, time);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
        };
        settings.Options = settings.Options is { Length: > 0 } own ? $"{PlanByIndex} {own}" : PlanByIndex;
        return settings;
    }
}
