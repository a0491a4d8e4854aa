using Npgsql;
using NpgsqlTypes;
using Switchyard.Compute;

namespace Switchyard.Downloads.Exports;

/// <summary>The one row of <c>downloads</c> that a classifier has.</summary>
internal static class ArchiveRow
{
    /// <summary>
    /// Stores an archive in the place of all others of its classifier, and shows that it is there, at once or not at all.
    /// The file is streamed.
    /// </summary>
    /// <exception cref="WrongInputException">The classifier is gone.</exception>
    public static async Task ReplaceAsync(NpgsqlDataSource database, int clfId, FileInfo archive, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var file = archive.OpenRead();
        await using var insert = new NpgsqlCommand("INSERT INTO downloads (clf_id, file) VALUES ($1, $2) RETURNING download_id", connection, transaction)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = clfId }, new() { Value = file, NpgsqlDbType = NpgsqlDbType.Bytea } },
        };
        var row = (int)(await insert.ExecuteScalarAsync(cancellationToken))!;

        // The long part is over; from here on another run for the same classifier waits, and then deletes this row.
        await using var settle = new NpgsqlCommand("UPDATE classifiers SET download = 2 WHERE clf_id = $1", connection, transaction)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = clfId } },
        };
        if (await settle.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw ExportBuild.NoClassifier(clfId);
        }

        await using var replace = new NpgsqlCommand("DELETE FROM downloads WHERE clf_id = $1 AND download_id <> $2", connection, transaction)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = clfId }, new NpgsqlParameter<int> { TypedValue = row } },
        };
        await replace.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
