using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Switchyard.Work.Store.Sqlite;

/// <summary>A few read-only connections. Under WAL they neither wait for the writer nor hold it up.</summary>
internal sealed class SqliteReaders(string path) : IAsyncDisposable
{
    private const int Max = 4;

    private readonly SemaphoreSlim _free = new(Max);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> query, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            // SQLite blocks its thread: never one of a grain's scheduler.
            return await Task.Run(() => RunAsync(query), cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the queries that run; later ones throw <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Max; i++)
        {
            await _free.WaitAsync();
        }

        _free.Dispose();
        while (_idle.TryTake(out var connection))
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<T> RunAsync<T>(Func<SqliteConnection, Task<T>> query)
    {
        if (!_idle.TryTake(out var connection))
        {
            connection = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
        }

        try
        {
            return await query(connection);
        }
        finally
        {
            _idle.Add(connection);
        }
    }
}
