using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Work.Store;

public sealed class SqliteWorkStoreTests : WorkStoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-store-").FullName;

    protected override string[] WriterArguments => ["sqlite", File];

    private string File => Path.Combine(_directory, "work.db");

    [Fact]
    public async Task The_file_is_synchronised_at_every_commit()
    {
        await using var connection = SqliteFile.OpenWriter(File);
        Assert.Equal("wal", await connection.ExecuteScalarAsync<string>("pragma journal_mode"));
        Assert.Equal(2, await connection.ExecuteScalarAsync<int>("pragma synchronous"));
    }

    [Fact]
    public async Task A_query_leaves_no_statement_behind_on_its_connection()
    {
        await Store.WriteAsync(new WorkWrite(null, NewRow(1)), Cancellation);
        await Store.ListAsync(new WorkQuery(), Cancellation);
        await Store.ReadRunningAsync(Queue, 0, 10, Cancellation);
        await Store.ReadAttemptsAsync(1, Cancellation);
        await Store.CountAsync(new WorkQuery(), Cancellation);

        Assert.True(await Store.QueryAsync(
            connection => Task.FromResult(raw.sqlite3_next_stmt(((SqliteConnection)connection).Handle, null) is null or { IsInvalid: true }),
            Cancellation));
    }

    [Fact]
    public async Task A_full_disk_fails_the_write_and_not_the_store()
    {
        await Store.WriteAsync(new WorkWrite(null, NewRow(1)), Cancellation);
        await Store.DisposeAsync();
        var connection = SqliteFile.OpenWriter(File);
        await connection.ExecuteAsync("pragma max_page_count = 1");
        await using var store = new WorkStore(new SqliteDatabase(connection, File, new WorkStoreOptions(), Time), new WorkStoreOptions(), Time);

        var exception = await Assert.ThrowsAsync<SqliteException>(
            () => store.WriteAsync(new WorkWrite(null, NewRow(2) with { Body = new byte[4_000_000] }), Cancellation));
        Assert.Equal(13, exception.SqliteErrorCode);

        await connection.ExecuteAsync("pragma max_page_count = 1000000");
        Assert.Equal(WriteOutcome.Committed, await store.WriteAsync(new WorkWrite(null, NewRow(3)), Cancellation));
        Assert.Null(await store.ReadAsync(2, Cancellation));
    }

    protected override Task PrepareAsync() => Task.CompletedTask;

    protected override Task CleanAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    protected override Task<WorkStore> OpenStoreAsync(WorkStoreOptions options, TimeProvider time) =>
        SqliteWorkStore.OpenAsync(File, options, time, Cancellation);

    protected override Task<DbConnection> ConnectAsync() =>
        Task.FromResult<DbConnection>(SqliteFile.Open(File, SqliteOpenMode.ReadWrite));

    protected override async Task<string> ExplainAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        return string.Join('\n', (await connection.QueryAsync("explain query plan " + sql)).Select(row => (string)row.detail));
    }
}
