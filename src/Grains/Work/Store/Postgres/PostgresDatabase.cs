using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Switchyard.Work.Store.Postgres;

/// <summary>One PostgreSQL database: a connection that writes, and the pool for the rest.</summary>
internal sealed partial class PostgresDatabase(
    PostgresSources sources, WorkStoreOptions options, TimeProvider time, ILogger logger) : IWorkDatabase
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly ResiliencePropertyKey<long> Start = new("start");

    private readonly ResiliencePipeline _patience = PatienceFor(options.ReconnectFor, time, logger);

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
        PersistAsync(() => TryCommitAsync(batch), CancellationToken.None);

    /// <summary>Data that the database refuses, or that cannot be sent. Whatever else is wrong is wrong for all.</summary>
    public bool IsFaultOfOne(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state[..2] is "22" or "23" or "54",
        _ => exception is ArgumentException or InvalidCastException or FormatException,
    };

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        await sources.DisposeAsync();
    }

    private Task<T> QueryAsync<T>(
        NpgsqlDataSource source, Func<DbConnection, Task<T>> query, CancellationToken cancellationToken) => PersistAsync(
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

    private async Task<T> PersistAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        // Tried again where it was tried first: on the scheduler of the grain that asks.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(Start, time.GetTimestamp());
        try
        {
            return await _patience.ExecuteAsync(static async (_, attempt) => await attempt(), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline PatienceFor(TimeSpan most, TimeProvider time, ILogger logger) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = failed => new(PauseAfter(failed.AttemptNumber)),
                ShouldHandle = failed => new(
                    failed.Outcome.Exception is { } exception
                    && PostgresFailure.IsTransient(exception)
                    && time.GetElapsedTime(failed.Context.Properties.GetValue(Start, 0)) + PauseAfter(failed.AttemptNumber) < most),
                OnRetry = again =>
                {
                    LogRetry(logger, again.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();

    /// <param name="tries">How often it was tried before the try that failed.</param>
    private static TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(FirstPause.TotalSeconds * Math.Pow(2, tries), LongestPause.TotalSeconds));

    [LoggerMessage(1, LogLevel.Warning, "PostgreSQL did not answer ({Reason}); trying again")]
    private static partial void LogRetry(ILogger logger, string reason);
}
