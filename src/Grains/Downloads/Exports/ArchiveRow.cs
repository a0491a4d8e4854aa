using Npgsql;
using NpgsqlTypes;
using Switchyard.Compute.Programs;

namespace Switchyard.Downloads.Exports;

/// <summary>The one row of <c>downloads</c> that a classifier has.</summary>
internal static class ArchiveRow
{
    /// <summary>
    /// Stores an archive in the place of all others of its classifier, and shows that it is there, at once or not at all.
    /// The file is streamed.
    /// </summary>
    /// <param name="newest">The archive that the classifier had when this one was begun; null: none.</param>
    /// <exception cref="WrongInputException">The classifier is gone.</exception>
    /// <exception cref="ArchiveOvertakenException">There is an archive that was stored since then, which may be of newer texts.</exception>
    public static async Task ReplaceAsync(
        NpgsqlDataSource database, int clfId, FileInfo archive, long? newest, CancellationToken cancellationToken)
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

        await using var replace = new NpgsqlCommand(
            "WITH old AS (DELETE FROM downloads WHERE clf_id = $1 AND download_id <> $2 RETURNING download_id) SELECT max(download_id)::bigint FROM old",
            connection,
            transaction)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = clfId }, new NpgsqlParameter<int> { TypedValue = row } },
        };
        if (await replace.ExecuteScalarAsync(cancellationToken) is long other && (newest is null || other > newest))
        {
            throw new ArchiveOvertakenException();
        }

        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Another run stored an archive while this one was made. What was made is not stored.</summary>
internal sealed class ArchiveOvertakenException() : Exception("Another run has stored an archive meanwhile.");
