using Npgsql;

namespace Switchyard.Blobs;

/// <summary>Reads a blob chunk by chunk, from anywhere; holds one chunk in memory and no connection.</summary>
internal sealed class PostgresBlobStream(NpgsqlDataSource database, Guid blob, long length) : Stream
{
    private byte[] _chunk = [];
    private int _number = -1;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        var (number, offset) = ((int)(_position / PostgresBlobStore.ChunkSize), (int)(_position % PostgresBlobStore.ChunkSize));
        if (number != _number)
        {
            _chunk = await LoadAsync(number, cancellationToken);
            _number = number;
        }

        var piece = _chunk.AsMemory(offset);
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        SeekOrigin.End => length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<byte[]> LoadAsync(int number, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT data FROM blob_chunk WHERE blob_id = $1 AND number = $2");
        command.Parameters.AddWithValue(blob);
        command.Parameters.AddWithValue(number);
        return await command.ExecuteScalarAsync(cancellationToken) as byte[]
            ?? throw new IOException("The blob was deleted while it was read.");
    }
}
