using System.Buffers;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Switchyard.Blobs;

/// <summary>
/// Blobs as rows of 256 KiB. An upload holds no connection and no transaction while it waits for its sender: its chunks
/// are committed one by one and become a blob with the last statement.
/// </summary>
internal sealed class PostgresBlobStore(NpgsqlDataSource database) : IBlobStore, IBlobInventory
{
    internal const int ChunkSize = 256 * 1024;

    private const int PageSize = 1000;

    public async Task<BlobInfo> WriteAsync(Stream content, long maxLength, CancellationToken cancellationToken)
    {
        var id = BlobId.Create();
        var key = Guid.ParseExact(id, "N");
        await ExecuteAsync("INSERT INTO blob (id) VALUES ($1)", cancellationToken, key);
        try
        {
            var length = await WriteChunksAsync(key, content, maxLength, cancellationToken);
            return await ExecuteAsync("UPDATE blob SET length = $2, created_at = now() WHERE id = $1", cancellationToken, key, length) == 1
                ? new BlobInfo(id, length)
                : throw new IOException("The upload lasted too long and was swept away.");
        }
        catch
        {
            await DropAsync(key);
            throw;
        }
    }

    public async Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        if (!BlobId.IsValid(id))
        {
            return null;
        }

        var key = Guid.ParseExact(id, "N");
        await using var command = database.CreateCommand("SELECT length FROM blob WHERE id = $1 AND length IS NOT NULL");
        command.Parameters.AddWithValue(key);
        return await command.ExecuteScalarAsync(cancellationToken) is long length
            ? new PostgresBlobStream(database, key, length)
            : null;
    }

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        BlobId.IsValid(id)
        && await ExecuteAsync(
            "DELETE FROM blob WHERE id = $1 AND length IS NOT NULL", cancellationToken, Guid.ParseExact(id, "N")) == 1;

    /// <summary>In pages by id: no statement is held open while its reader works.</summary>
    public async IAsyncEnumerable<string> ListAsync(TimeSpan age, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Guid> page;
        var last = Guid.Empty;
        do
        {
            page = await ReadPageAsync(last, age, cancellationToken);
            foreach (var key in page)
            {
                yield return key.ToString("N");
            }

            last = page.Count > 0 ? page[^1] : last;
        }
        while (page.Count == PageSize);
    }

    /// <summary>Removes what uploads left that a crash cut off.</summary>
    public Task DeleteLeftoversAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(
            "DELETE FROM blob WHERE length IS NULL AND created_at < now() - interval '1 day'", cancellationToken);

    private async Task<List<Guid>> ReadPageAsync(Guid after, TimeSpan age, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT id FROM blob WHERE id > $1 AND length IS NOT NULL AND created_at <= now() - $2 ORDER BY id LIMIT $3");
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(age);
        command.Parameters.AddWithValue(PageSize);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(reader.GetGuid(0));
        }

        return keys;
    }

    private async Task<long> WriteChunksAsync(
        Guid key, Stream content, long maxLength, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            var chunk = buffer.AsMemory(0, ChunkSize);
            var length = 0L;
            while (await content.ReadPieceAsync(chunk, length, maxLength, cancellationToken) is var read and > 0)
            {
                var number = (int)(length / ChunkSize);
                await ExecuteAsync(
                    "INSERT INTO blob_chunk (blob_id, number, data) VALUES ($1, $2, $3)",
                    cancellationToken, key, number, new ArraySegment<byte>(buffer, 0, read));
                length += read;
            }

            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task DropAsync(Guid key)
    {
        try
        {
            // The caller's token may be why the upload ends.
            await ExecuteAsync("DELETE FROM blob WHERE id = $1", CancellationToken.None, key);
        }
        catch (NpgsqlException)
        {
            // The database is away: the rows are invisible and are swept at a later start; the first error says more.
        }
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
