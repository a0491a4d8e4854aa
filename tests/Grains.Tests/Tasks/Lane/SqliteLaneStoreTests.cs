using System.Data.Common;
using Microsoft.Data.Sqlite;
using Switchyard.Hosting;
using Switchyard.Tasks.Lane.Sqlite;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Tasks.Lane;

public sealed class SqliteLaneStoreTests : LaneStoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-lane-").FullName;
    private readonly List<SqliteLaneStore> _lanes = [];
    private WorkStore? _store;

    private string File => Path.Combine(_directory, "work.db");

    protected override async Task PrepareAsync()
    {
        _store = await SqliteWorkStore.OpenAsync(File, new WorkStoreOptions(), Time, Cancellation);
        await using var connection = await ConnectAsync();
        await new SchemaMigrations(typeof(WorkStore).Assembly, LaneSchema.Tables.PrefixFor(StorageProvider.Sqlite), LaneSchema.Tables.Component)
            .ApplyAsync(connection, MigrationGuard.Sqlite, Time, Cancellation);
    }

    protected override async Task CleanAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }

        await _store!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A file has one node: another lane is one beside the first.</summary>
    private protected override Task<ILaneStore> OpenLaneAsync()
    {
        var lane = new SqliteLaneStore(_store!, new WorkStoreOptions(), Time);
        _lanes.Add(lane);
        return Task.FromResult<ILaneStore>(lane);
    }

    protected override Task<DbConnection> ConnectAsync() => Task.FromResult<DbConnection>(SqliteFile.Open(File, SqliteOpenMode.ReadWrite));
}
