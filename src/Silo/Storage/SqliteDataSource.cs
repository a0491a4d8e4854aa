using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Switchyard.Storage;

/// <summary>
/// Connections to the SQLite file of small grain state and reminders, one at a time.
/// </summary>
/// <remarks>
/// SQLite has one writer anyway. Left to it, those who wait block a thread each and sleep between tries: 64 callers got
/// 290 writes a second with stalls of a second. Here they wait in order, without a thread, and never see a locked
/// database. Whoever holds a connection must not open another.
/// </remarks>
internal sealed class SqliteDataSource : DbDataSource
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <param name="path">The file; created when missing.</param>
    public SqliteDataSource(string path)
    {
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
    }

    public override string ConnectionString { get; }

    protected override DbConnection CreateDbConnection() => new TurnConnection(ConnectionString, _turn);

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        var connection = CreateDbConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using var pooled = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(pooled);
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class TurnConnection(string connectionString, SemaphoreSlim turn) : SqliteConnection(connectionString)
    {
        private bool _mine;

        public override void Open() => throw new NotSupportedException("Would block a thread: open asynchronously.");

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            await turn.WaitAsync(cancellationToken);
            _mine = true;
            base.Open();

            // For who reads the file from outside (a backup, the sqlite3 shell). FULL: durable when acknowledged.
            using var command = CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = FULL";
            command.ExecuteNonQuery();
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (_mine)
            {
                _mine = false;
                turn.Release();
            }
        }
    }
}
