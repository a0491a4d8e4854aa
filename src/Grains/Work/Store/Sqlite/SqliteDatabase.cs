using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Switchyard.Work.Store.Sqlite;

/// <summary>One file: one writing connection and a few that read.</summary>
internal sealed class SqliteDatabase(SqliteConnection writer, string path, WorkStoreOptions options, TimeProvider time) : IWorkDatabase
{
    private readonly SqliteStatements _statements = new(writer);
    private readonly SqliteReaders _readers = new(path);
    private readonly SqliteLookups _lookups = new(path);

    public SqlDialect Dialect => SqlDialect.Sqlite;

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken) =>
        _readers.ReadAsync(query, cancellationToken);

    public Task<T> SearchAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken) =>
        _readers.ReadAsync(query, cancellationToken);

    /// <summary>Called by the reader's loop alone, on the thread pool.</summary>
    public Task<IReadOnlyList<object?>> LookUpAsync(IReadOnlyList<Lookup> lookups) => Task.FromResult(_lookups.Read(lookups));

    /// <summary>Called by the writer's loop alone, on the thread pool.</summary>
    public async Task<IReadOnlyList<object>> CommitAsync(IReadOnlyList<StoreRequest> batch)
    {
        _statements.Begin.Run();
        try
        {
            var transaction = new SqliteWriteTransaction(writer, _statements, options.Shard);
            return await new BatchRun(transaction, time.GetUtcNow()).RunAsync(batch);
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>A look at a part of each index: milliseconds, however many rows there are.</summary>
    public Task AnalyzeAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
            connection.Execute("pragma analysis_limit = 400; pragma optimize = 0x10002");
        },
        cancellationToken);

    public bool IsFaultOfOne(Exception exception) => SqliteFaults.IsOfOne(exception);

    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        _lookups.Dispose();
        _statements.Dispose();
        await writer.DisposeAsync();
    }

    private void RollBack()
    {
        try
        {
            _statements.Rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite had already rolled back by itself, as it does on a full disk. The first error is the one that tells.
        }
    }
}
