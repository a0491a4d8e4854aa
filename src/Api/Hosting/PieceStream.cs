namespace Switchyard.Hosting;

/// <summary>Reads what lies elsewhere in pieces, one ahead of nothing: at most one piece is in memory. It can seek.</summary>
/// <param name="length">In bytes.</param>
internal abstract class PieceStream(long length) : Stream
{
    private byte[] _piece = [];
    private long _pieceStart;
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

        if (_position < _pieceStart || _position >= _pieceStart + _piece.Length)
        {
            (_piece, _pieceStart) = (await FetchAsync(_position, cancellationToken), _position);
        }

        var available = _piece.AsMemory((int)(_position - _pieceStart));
        var count = (int)Math.Min(Math.Min(available.Length, buffer.Length), length - _position);
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
        throw new NotSupportedException("What lies in the cluster is read asynchronously.");

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The piece that begins at a place before the end; never empty.</summary>
    /// <exception cref="IOException">There is none: it ended early, or is gone.</exception>
    protected abstract Task<byte[]> FetchAsync(long at, CancellationToken cancellationToken);
}
