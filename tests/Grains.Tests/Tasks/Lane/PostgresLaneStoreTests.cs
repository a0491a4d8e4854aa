using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Switchyard.Hosting;
using Switchyard.Servers;
using Switchyard.Tasks.Lane.Postgres;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane;

public sealed class PostgresLaneStoreTests(SharedPostgres server) : LaneStoreConformance
{
    private readonly List<PostgresLaneStore> _lanes = [];
    private string _connectionString = "";

    protected override async Task PrepareAsync()
    {
        _connectionString = await server.CreateDatabaseAsync();
        await (await PostgresWorkStore.OpenAsync(_connectionString, new WorkStoreOptions(), Time, cancellationToken: Cancellation)).DisposeAsync();
        await using var connection = await ConnectAsync();
        await new SchemaMigrations(typeof(WorkStore).Assembly, LaneSchema.Tables.PrefixFor(StorageProvider.Postgres), LaneSchema.Tables.Component)
            .ApplyAsync(connection, MigrationGuard.Postgres, Time, Cancellation);
    }

    protected override async Task CleanAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }
    }

    private protected override Task<ILaneStore> OpenLaneAsync()
    {
        var lane = PostgresLaneStore.Open(_connectionString, new WorkStoreOptions(), Time, NullLogger.Instance);
        _lanes.Add(lane);
        return Task.FromResult<ILaneStore>(lane);
    }

    protected override async Task<DbConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Cancellation);
        return connection;
    }
}
