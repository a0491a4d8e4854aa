using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Switchyard.Servers;
using Switchyard.Work;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Blobs;

/// <summary>The upkeep of blobs, on each pair of stores.</summary>
public abstract class BlobUpkeepConformance : IAsyncLifetime
{
    private WorkStore? _work;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    private WorkStore Work => _work!;

    public async ValueTask InitializeAsync() => _work = await OpenWorkAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Work.DisposeAsync();
        await CloseAsync();
    }

    [Fact]
    public async Task What_nobody_names_for_a_day_is_removed()
    {
        var (blobs, inventory) = Blobs;
        var upload = await WriteAsync();
        var (orphan, doors, deleted) = (await WriteAsync(), await WriteAsync(), await WriteAsync());
        await NameAsync(upload);
        await blobs.DeleteAsync(deleted, Token);
        using var upkeep = UpkeepOf(new Door(doors));

        Assert.Equal(0, await upkeep.SweepAsync(Token));
        await AgeAsync(BlobUpkeep.Grace + TimeSpan.FromMinutes(1));
        var young = inventory is PostgresBlobStore ? await WriteAsync() : null;

        Assert.Equal(1, await upkeep.SweepAsync(Token));
        Assert.False(await ExistsAsync(orphan));
        foreach (var needed in new[] { upload, doors, young }.OfType<string>())
        {
            Assert.True(await ExistsAsync(needed));
        }

        Assert.Equal(0, await upkeep.SweepAsync(Token));
    }

    [Fact]
    public async Task Where_a_door_cannot_tell_nothing_is_removed()
    {
        var orphan = await WriteAsync();
        await AgeAsync(BlobUpkeep.Grace * 2);
        using var upkeep = UpkeepOf(new Door(null));

        await Assert.ThrowsAsync<IOException>(() => upkeep.SweepAsync(Token));

        Assert.True(await ExistsAsync(orphan));
    }

    [Fact]
    public async Task A_node_sweeps_by_itself_each_hour()
    {
        using var upkeep = UpkeepOf();
        await upkeep.StartAsync(Token);
        for (var round = 0; round < 2; round++)
        {
            var orphan = await WriteAsync();
            await AgeAsync(BlobUpkeep.Grace * 2);
            while (await ExistsAsync(orphan))
            {
                Time.Advance(TimeSpan.FromMinutes(5));
                await Task.Yield();
            }
        }

        await upkeep.StopAsync(Token);
    }

    protected abstract (IBlobStore Store, IBlobInventory Inventory) Blobs { get; }

    protected abstract Task<WorkStore> OpenWorkAsync();

    protected abstract ValueTask CloseAsync();

    /// <summary>As if so much time had passed since all blobs were written.</summary>
    protected abstract Task AgeAsync(TimeSpan time);

    private BlobUpkeep UpkeepOf(params IBlobReferences[] others) =>
        new(Blobs.Store, Blobs.Inventory, [new ArtifactBlobs(Work), .. others], Time, NullLogger<BlobUpkeep>.Instance);

    private async Task<string> WriteAsync() => (await Blobs.Store.WriteAsync(new MemoryStream([1, 2, 3]), 10, Token)).Id;

    private async Task<bool> ExistsAsync(string id)
    {
        await using var content = await Blobs.Store.OpenAsync(id, Token);
        return content is not null;
    }

    private async Task NameAsync(string blob)
    {
        var row = new WorkRow { Id = 1, Kind = "thing", Queue = "things", CreatedAt = Time.GetUtcNow() };
        await Work.WriteAsync(
            new WorkWrite(null, row) { Artifacts = [new("upload", "payload", 0, Time.GetUtcNow(), null, blob, 3)] }, Token);
    }

    /// <summary>Names one blob; null: its storage is away.</summary>
    private sealed class Door(string? blob) : IBlobReferences
    {
        public Task<IReadOnlySet<string>> FindAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken) => blob is null
            ? throw new IOException("away")
            : Task.FromResult<IReadOnlySet<string>>(blobs.Where(asked => asked == blob).ToHashSet());
    }
}

public sealed class DirectoryBlobUpkeepTests : BlobUpkeepConformance
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-upkeep-");
    private DirectoryBlobStore? _blobs;

    protected override (IBlobStore Store, IBlobInventory Inventory) Blobs => (_blobs!, _blobs!);

    protected override Task<WorkStore> OpenWorkAsync()
    {
        _blobs = new DirectoryBlobStore(_root.CreateSubdirectory("blobs").FullName, Time);
        return SqliteWorkStore.OpenAsync(Path.Combine(_root.FullName, "work.db"), new WorkStoreOptions(), TimeProvider.System);
    }

    protected override Task AgeAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    protected override ValueTask CloseAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class PostgresBlobUpkeepTests(SharedPostgres server) : BlobUpkeepConformance
{
    private NpgsqlDataSource _database = null!;
    private PostgresBlobStore? _blobs;

    protected override (IBlobStore Store, IBlobInventory Inventory) Blobs => (_blobs!, _blobs!);

    protected override async Task<WorkStore> OpenWorkAsync()
    {
        var connection = await server.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(connection);
        _blobs = new PostgresBlobStore(_database);
        await new PostgresBlobPreparation(_database, _blobs).PrepareAsync(Token);
        return await PostgresWorkStore.OpenAsync(connection, new WorkStoreOptions(), TimeProvider.System, cancellationToken: Token);
    }

    protected override async Task AgeAsync(TimeSpan time)
    {
        await using var command = _database.CreateCommand("UPDATE blob SET created_at = created_at - $1");
        command.Parameters.AddWithValue(time);
        await command.ExecuteNonQueryAsync(Token);
    }

    protected override ValueTask CloseAsync() => _database.DisposeAsync();
}
