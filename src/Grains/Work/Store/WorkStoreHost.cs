using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Switchyard.Hosting;
using Switchyard.Work.Store.Postgres;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Work.Store;

/// <summary>Opens the node's work store when the node prepares its stores, and closes it when the node ends.</summary>
internal sealed partial class WorkStoreHost(
    StorageOptions storage,
    WorkStoreOptions options,
    IEnumerable<DoorSchema> doors,
    IOptions<SiloOptions> silo,
    TimeProvider time,
    ILoggerFactory loggers)
    : IStorePreparation, IAsyncDisposable
{
    private WorkStore? _store;

    public WorkStore Store => _store ?? throw new InvalidOperationException("The stores are not prepared yet.");

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (storage.Provider == StorageProvider.Postgres)
        {
            _store = await PostgresWorkStore.OpenAsync(storage.ConnectionString!, options, time, loggers, cancellationToken);
            await using var connection = new NpgsqlConnection(storage.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await PrepareDoorsAsync(connection, MigrationGuard.Postgres, cancellationToken);
            foreach (var broken in await PostgresPromises.FindBrokenAsync(connection, silo.Value.SiloName))
            {
                LogBroken(loggers.CreateLogger<WorkStoreHost>(), broken);
            }
        }
        else
        {
            _store = await SqliteWorkStore.OpenAsync(storage.WorkDatabase, options, time, cancellationToken);
            await using var connection = new SqliteConnection($"Data Source={storage.WorkDatabase};Pooling=False");
            await connection.OpenAsync(cancellationToken);
            await PrepareDoorsAsync(connection, MigrationGuard.Sqlite, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task PrepareDoorsAsync(System.Data.Common.DbConnection connection, MigrationGuard guard, CancellationToken cancellationToken)
    {
        foreach (var door in doors)
        {
            await new SchemaMigrations(typeof(WorkStoreHost).Assembly, door.PrefixFor(storage.Provider), door.Component)
                .ApplyAsync(connection, guard, time, cancellationToken);
        }
    }

    [LoggerMessage(2019, LogLevel.Warning, "{Broken}")]
    private static partial void LogBroken(ILogger logger, string broken);
}
