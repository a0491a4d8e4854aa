using Npgsql;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>How the lane's statements are run, and what is done when the database is lost.</summary>
internal sealed class PostgresLaneDatabase(PostgresLaneSources sources, PostgresPatience patience) : IAsyncDisposable
{
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken cancellationToken) =>
        QueryAsync(sources.Acts, query, cancellationToken);

    /// <inheritdoc cref="PostgresLaneSources.Free"/>
    public Task<T> SearchAsync<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken cancellationToken) =>
        QueryAsync(sources.Free, query, cancellationToken);

    /// <summary>
    /// Runs statements that are sent at once, without a transaction around them: they are one of their own, and durable when the task
    /// completes.
    /// </summary>
    /// <param name="repeatable">Whether they may be stored twice: then they are sent again when the database was lost on the way.</param>
    /// <exception cref="StoreUnavailableException">The database was lost on the way: they may have been stored.</exception>
    public Task<T> SendAsync<T>(Func<NpgsqlConnection, Task<T>> statements, bool repeatable = false) => patience.RunAsync(
        async () =>
        {
            await using var connection = await sources.Streams.OpenConnectionAsync();
            return repeatable ? await statements(connection) : await ClearlyAsync(() => statements(connection));
        },
        CancellationToken.None);

    /// <summary>Runs statements in a transaction, which is durable when the task completes.</summary>
    /// <returns>What they answer; null: they want nothing stored.</returns>
    /// <exception cref="StoreUnavailableException">The database was lost at the commit: they may have been stored.</exception>
    public Task<T?> TransactAsync<T>(Func<NpgsqlConnection, Task<T?>> statements)
        where T : class => patience.RunAsync(
        async () =>
        {
            await using var connection = await sources.Acts.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            if (await statements(connection) is not { } answer)
            {
                await transaction.RollbackAsync();
                return null;
            }

            return await ClearlyAsync(async () =>
            {
                await transaction.CommitAsync();
                return answer;
            });
        },
        CancellationToken.None);

    public ValueTask DisposeAsync() => sources.DisposeAsync();

    private Task<T> QueryAsync<T>(NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> query, CancellationToken cancellationToken) =>
        patience.RunAsync(
            async () =>
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return await query(connection);
            },
            cancellationToken);

    private static async Task<T> ClearlyAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (PostgresFailure.IsUnclear(exception))
        {
            throw new StoreUnavailableException("PostgreSQL was lost at a commit; the batch may have been stored.", exception);
        }
    }
}
