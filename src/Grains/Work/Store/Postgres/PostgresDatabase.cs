using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>One PostgreSQL database: a connection that writes, and the pool for the rest.</summary>
internal sealed class PostgresDatabase(
    PostgresSources sources, WorkStoreOptions options, TimeProvider time, ILogger logger) : IWorkDatabase
{
    private readonly PostgresPatience _patience = new(options.ReconnectFor, time, logger);

    private NpgsqlConnection? _writer;

    public SqlDialect Dialect => SqlDialect.Postgres;

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken) =>
        QueryAsync(sources.ByIndex, query, cancellationToken);

    public Task<T> SearchAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken) =>
        QueryAsync(sources.Free, query, cancellationToken);

    public Task<IReadOnlyList<object?>> LookUpAsync(IReadOnlyList<Lookup> lookups) => QueryAsync(
        sources.ByIndex, connection => new PostgresLookups(lookups).ReadAsync((NpgsqlConnection)connection), CancellationToken.None);

    /// <summary>Called by the writer's loop alone. Until the commit is sent a lost connection means that nothing happened.</summary>
    public Task<IReadOnlyList<object>> CommitAsync(IReadOnlyList<StoreRequest> batch) =>
        _patience.RunAsync(() => TryCommitAsync(batch), CancellationToken.None);

    public Task AnalyzeAsync(CancellationToken cancellationToken) => SearchAsync(
        connection => connection.ExecuteAsync("analyze work_item, work_part, work_artifact, work_record", commandTimeout: 0), cancellationToken);

    public bool IsFaultOfOne(Exception exception) => PostgresFailure.IsFaultOfOne(exception);

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        await sources.DisposeAsync();
    }

    private Task<T> QueryAsync<T>(
        NpgsqlDataSource source, Func<DbConnection, Task<T>> query, CancellationToken cancellationToken) => _patience.RunAsync(
        async () =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return await query(connection);
        },
        cancellationToken);

    private async Task<IReadOnlyList<object>> TryCommitAsync(IReadOnlyList<StoreRequest> batch)
    {
        var connection = await WriterAsync();

        // It begins with the first statement and ends with the batch's own commit: two round trips in all. What is left for
        // this object is to roll back.
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            return await new BatchRun(new PostgresWriteTransaction(connection, options.Shard), time.GetUtcNow()).RunAsync(batch);
        }
        catch (PostgresException exception) when (RefusedAlone(exception, batch) is { } outcome)
        {
            return [outcome];
        }
    }

    /// <summary>An update that meets another item's unique value fails its batch; alone, it is an answer.</summary>
    private static object? RefusedAlone(PostgresException exception, IReadOnlyList<StoreRequest> batch) =>
        (batch, exception.SqlState, exception.ConstraintName) switch
        {
            ([ItemRequest], PostgresErrorCodes.UniqueViolation, "work_item_target") => WriteOutcome.TargetTaken,
            ([ItemRequest], PostgresErrorCodes.UniqueViolation, "work_item_unique_key") => WriteOutcome.VersionMismatch,
            _ => null,
        };

    private async Task<NpgsqlConnection> WriterAsync()
    {
        if (_writer is { State: System.Data.ConnectionState.Open })
        {
            return _writer;
        }

        if (_writer is not null)
        {
            await _writer.DisposeAsync();
            _writer = null;
        }

        return _writer = await sources.ByIndex.OpenConnectionAsync();
    }
}
