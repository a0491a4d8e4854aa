using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Switchyard.Downloads.Exports;

/// <summary>
/// The application's database as it was at one moment, whatever is labelled meanwhile. Rows come in the order of their keys
/// and are not held. One read at a time.
/// </summary>
internal sealed class LabelForwardSnapshot : IAsyncDisposable
{
    // Some servers end a transaction that waits for its client, which packs files in between.
    private const string Settings =
        "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private LabelForwardSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    /// <summary>The moment is that of the first read.</summary>
    public static async Task<LabelForwardSnapshot> OpenAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var settings = new NpgsqlCommand(Settings, connection, transaction);
            await settings.ExecuteNonQueryAsync(cancellationToken);
            return new LabelForwardSnapshot(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Copies the stored bytes of a classifier to a file.</summary>
    /// <returns>Whether there is such a classifier.</returns>
    public Task<bool> CopyClassifierAsync(int clfId, string path, CancellationToken cancellationToken) =>
        CopyAsync("SELECT clf FROM classifiers WHERE clf_id = $1", clfId, path, cancellationToken);

    /// <summary>Copies the stored bytes of the newest vectoriser to a file.</summary>
    /// <returns>Whether there is one.</returns>
    public Task<bool> CopyVectorizerAsync(string path, CancellationToken cancellationToken) =>
        CopyAsync("SELECT countvec FROM countvecs ORDER BY countvec_id DESC LIMIT 1", null, path, cancellationToken);

    public async Task<TextCounts> CountTextsAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT count(*) - count(major_label), count(major_label) FROM text_data");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return new TextCounts(rows.GetInt64(0), rows.GetInt64(1));
    }

    /// <summary>The texts of the unlabelled rows alone, in the order of <see cref="ReadTextRowsAsync"/>.</summary>
    public IAsyncEnumerable<string> ReadUnlabelledTextsAsync(CancellationToken cancellationToken) => ReadAsync(
        "SELECT text_data FROM text_data WHERE major_label IS NULL ORDER BY text_id",
        static (row, token) => row.GetFieldValueAsync<string>(0, token),
        cancellationToken);

    /// <summary>The archive that a classifier has; null: none.</summary>
    public async Task<long?> FindNewestArchiveAsync(int clfId, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT max(download_id)::bigint FROM downloads WHERE clf_id = $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = clfId });
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    /// <summary>The rows of the labelled or of the unlabelled texts.</summary>
    /// <param name="users">Whether the annotators' addresses leave the database.</param>
    public IAsyncEnumerable<TextRow> ReadTextRowsAsync(bool labelled, bool users, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT text_id, text_data, labeled, selected, taught, labels, {(users ? "users" : "NULL::text[]")}, major_label, uncertainty, predicted_label
        FROM text_data WHERE major_label IS {(labelled ? "NOT NULL" : "NULL")} ORDER BY text_id
        """,
        static async (row, token) => new TextRow(
            await row.GetFieldValueAsync<int>(0, token),
            await row.GetFieldValueAsync<string>(1, token),
            await row.GetFieldValueAsync<bool>(2, token),
            await row.GetFieldValueAsync<bool>(3, token),
            await row.GetFieldValueAsync<bool>(4, token),
            await ReadOrNullAsync<string?[]>(row, 5, token),
            await ReadOrNullAsync<string?[]>(row, 6, token),
            await ReadOrNullAsync<string>(row, 7, token),
            await row.GetFieldValueAsync<double?>(8, token),
            await ReadOrNullAsync<string>(row, 9, token)),
        cancellationToken);

    public IAsyncEnumerable<StampRow> ReadStampsAsync(CancellationToken cancellationToken) => ReadAsync(
        "SELECT stamp_id, user_id, text_id, start_time, end_time FROM sample_timestamps ORDER BY stamp_id",
        static async (row, token) => new StampRow(
            await row.GetFieldValueAsync<int>(0, token),
            await row.GetFieldValueAsync<int>(1, token),
            await row.GetFieldValueAsync<int>(2, token),
            await row.GetFieldValueAsync<DateTime?>(3, token),
            await row.GetFieldValueAsync<DateTime?>(4, token)),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async IAsyncEnumerable<T> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            yield return await read(rows, cancellationToken);
        }
    }

    private static async Task<T?> ReadOrNullAsync<T>(NpgsqlDataReader row, int column, CancellationToken cancellationToken)
        where T : class =>
        await row.IsDBNullAsync(column, cancellationToken) ? null : await row.GetFieldValueAsync<T>(column, cancellationToken);

    private async Task<bool> CopyAsync(string sql, int? value, string path, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        if (value is { } id)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
        }

        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
        {
            return false;
        }

        await using var bytes = await rows.GetStreamAsync(0, cancellationToken);
        await using var file = File.Create(path);
        await bytes.CopyToAsync(file, cancellationToken);
        return true;
    }

    private NpgsqlCommand Command(string sql) => new(sql, _connection, _transaction);
}
