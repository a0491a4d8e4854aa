namespace Switchyard.Streams;

/// <summary>
/// Reads what lies elsewhere in pieces, one ahead of nothing: at most one piece is in memory. It can seek, and is read
/// asynchronously alone: a thread that waited for another machine would be missing elsewhere.
/// </summary>
/// <param name="length">In bytes.</param>
public abstract class PieceStream(long length) : Stream
{
    private byte[] _piece = [];
    private long _pieceStart;
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("What lies elsewhere is read asynchronously.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The piece that begins at a place before the end; never empty.</summary>
    /// <exception cref="IOException">There is none: it ended early, or is gone.</exception>
    protected abstract Task<byte[]> FetchAsync(long at, CancellationToken cancellationToken);
}
