using Npgsql;
using Switchyard.Streams;

namespace Switchyard.Blobs;

/// <summary>Reads a blob chunk by chunk, from anywhere; holds no connection.</summary>
internal sealed class PostgresBlobStream(NpgsqlDataSource database, Guid blob, long length) : PieceStream(length)
{
    /// <summary>From within a chunk, the rest of it.</summary>
    protected override async Task<byte[]> FetchAsync(long at, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT substr(data, $3) FROM blob_chunk WHERE blob_id = $1 AND number = $2");
        command.Parameters.AddWithValue(blob);
        command.Parameters.AddWithValue((int)(at / PostgresBlobStore.ChunkSize));
        command.Parameters.AddWithValue((int)(at % PostgresBlobStore.ChunkSize) + 1);
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] { Length: > 0 } rest
            ? rest
            : throw new IOException("The blob was deleted while it was read.");
    }
}
