using Npgsql;

namespace Switchyard.Downloads.Database;

/// <summary>What the application's own front end reads and writes about archives. Every call may fail with an <see cref="NpgsqlException"/>.</summary>
internal sealed class LabelForwardDatabase(string connectionString) : IAsyncDisposable
{
    private const int PoolSize = 4;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _database = LabelForwardSource.Open(connectionString, PoolSize, Timeout);

    /// <summary>Shows in the application that an archive is asked for.</summary>
    /// <returns>Whether there is such a classifier.</returns>
    public async Task<bool> MarkRequestedAsync(int clfId, CancellationToken cancellationToken)
    {
        await using var command = Command("UPDATE classifiers SET download = 1 WHERE clf_id = $1", clfId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Lets people ask again, unless an archive was made after all.</summary>
    public async Task SettleFailedAsync(int clfId, CancellationToken cancellationToken)
    {
        await using var command = Command("UPDATE classifiers SET download = 0 WHERE clf_id = $1 AND download = 1", clfId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>0: not asked for, 1: asked for, 2: there; null: there is no such classifier.</returns>
    public async Task<int?> ReadStatusAsync(int clfId, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT download FROM classifiers WHERE clf_id = $1", clfId);
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }

    /// <summary>The classifiers whose archives are asked for and not there, in ascending order.</summary>
    public async Task<IReadOnlyList<int>> ReadRequestedAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT clf_id FROM classifiers WHERE download = 1 ORDER BY clf_id");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<int>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(rows.GetInt32(0));
        }

        return found;
    }

    /// <summary>The newest archive of a classifier; null: there is none.</summary>
    public async Task<StoredArchive?> FindArchiveAsync(int clfId, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "SELECT download_id, octet_length(file) FROM downloads WHERE clf_id = $1 ORDER BY download_id DESC LIMIT 1", clfId);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? new StoredArchive(rows.GetInt32(0), rows.GetInt32(1)) : null;
    }

    /// <summary>A piece of an archive.</summary>
    /// <param name="offset">Where it begins, in bytes from 0.</param>
    /// <param name="count">How long it is at most, in bytes; it is shorter at the end of the archive.</param>
    /// <returns>Null: the archive is no longer there, a newer one took its place.</returns>
    public async Task<byte[]?> ReadArchiveAsync(int downloadId, int offset, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        await using var command = Command(
            "SELECT substring(file FROM $2 FOR $3) FROM downloads WHERE download_id = $1", downloadId, checked(offset + 1), count);
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<int> values)
    {
        var command = _database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = value });
        }

        return command;
    }
}

/// <summary>An archive in the application's database.</summary>
/// <param name="DownloadId">Its row; a rebuilt archive has another one.</param>
/// <param name="Length">In bytes; below 1 GiB, which is the most that a field of PostgreSQL holds.</param>
internal sealed record StoredArchive(int DownloadId, int Length);
