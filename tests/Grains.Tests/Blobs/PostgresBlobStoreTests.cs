using System.IO.Pipelines;
using Npgsql;
using Switchyard.Servers;

namespace Switchyard.Blobs;

public sealed class PostgresBlobStoreTests(SharedPostgres server) : BlobStoreTests, IAsyncLifetime
{
    private NpgsqlDataSource _database = null!;
    private PostgresBlobStore _store = null!;

    protected override IBlobStore Store => _store;

    protected override IBlobInventory Inventory => _store;

    public async ValueTask InitializeAsync()
    {
        _database = NpgsqlDataSource.Create(await server.CreateDatabaseAsync());
        _store = new PostgresBlobStore(_database);
        await PrepareAsync();
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Only_leftovers_older_than_a_day_are_swept()
    {
        var info = await _store.WriteAsync(new MemoryStream([1]), 1, Token);
        await ExecuteAsync("UPDATE blob SET created_at = now() - interval '2 days'");
        await ExecuteAsync("INSERT INTO blob (id, created_at) VALUES (gen_random_uuid(), now() - interval '23 hours')");
        await ExecuteAsync("INSERT INTO blob (id, created_at) VALUES (gen_random_uuid(), now() - interval '25 hours')");
        var before = await CountTracesAsync();

        await PrepareAsync();

        Assert.Equal(before - 1, await CountTracesAsync());
        await using var blob = await _store.OpenAsync(info.Id, Token);
        Assert.NotNull(blob);
    }

    [Fact]
    public async Task A_blob_is_as_old_as_its_last_byte()
    {
        var pipe = new Pipe();
        var writing = _store.WriteAsync(pipe.Reader.AsStream(), long.MaxValue, Token);
        while (await CountTracesAsync() == 0)
        {
            await Task.Yield();
        }

        await AgeAsync(TimeSpan.FromHours(23));
        await pipe.Writer.CompleteAsync();
        await writing;

        Assert.Empty(await _store.ListAsync(TimeSpan.FromHours(1), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        await ExecuteAsync("INSERT INTO blob (id, created_at, length) SELECT gen_random_uuid(), now() - interval '2 days', 0 FROM generate_series(1, 2500)");

        var listed = await _store.ListAsync(TimeSpan.FromDays(1), Token).ToListAsync(Token);

        Assert.Equal(2500, listed.Distinct().Count());
        Assert.Equal(2500, listed.Count);
    }

    [Fact]
    public async Task Nodes_that_start_together_prepare_the_schema_in_turn()
    {
        await ExecuteAsync("DROP TABLE blob, blob_chunk");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PrepareAsync()));

        Assert.Equal(1, (await _store.WriteAsync(new MemoryStream([1]), 1, Token)).Length);
    }

    [Fact]
    public async Task A_blob_deleted_while_it_is_read_breaks_the_reading()
    {
        var info = await _store.WriteAsync(new MemoryStream(new byte[600_000]), long.MaxValue, Token);
        await using var blob = (await _store.OpenAsync(info.Id, Token))!;
        await blob.ReadExactlyAsync(new byte[100], Token);
        await _store.DeleteAsync(info.Id, Token);

        await Assert.ThrowsAsync<IOException>(async () => await blob.CopyToAsync(Stream.Null, Token));
    }

    [Fact]
    public async Task No_thread_waits_for_the_database()
    {
        var info = await _store.WriteAsync(new MemoryStream([1]), 1, Token);
        await using var blob = (await _store.OpenAsync(info.Id, Token))!;

        Assert.Throws<NotSupportedException>(() => blob.ReadByte());
    }

    protected override Task AgeAsync(TimeSpan time) =>
        ExecuteAsync($"UPDATE blob SET created_at = created_at - interval '{(long)time.TotalSeconds} seconds'");

    protected override async Task<int> CountTracesAsync()
    {
        await using var command = _database.CreateCommand(
            "SELECT (SELECT count(*) FROM blob) + (SELECT count(*) FROM blob_chunk)");
        return (int)(long)(await command.ExecuteScalarAsync(Token))!;
    }

    private Task PrepareAsync() => new PostgresBlobPreparation(_database, _store).PrepareAsync(Token);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
