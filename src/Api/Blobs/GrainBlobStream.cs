namespace Switchyard.Blobs;

/// <summary>Reads a blob through a grain, one chunk ahead of nothing: at most one chunk is in memory.</summary>
internal sealed class GrainBlobStream(IBlobGrain transfer, string id, long length) : Stream
{
    private byte[] _chunk = [];
    private long _chunkStart;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        if (_position < _chunkStart || _position >= _chunkStart + _chunk.Length)
        {
            _chunk = await transfer.ReadAsync(id, _position, GrainBlobStore.ChunkSize).WaitAsync(cancellationToken);
            _chunkStart = _position;
            if (_chunk.Length == 0)
            {
                throw new EndOfStreamException($"The blob {id} ended at {_position} of {length} bytes.");
            }
        }

        var available = _chunk.AsMemory((int)(_position - _chunkStart));
        var count = Math.Min(available.Length, buffer.Length);
        available[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => length,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(position, nameof(offset));
        return _position = position;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A blob of the cluster is read asynchronously.");

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
