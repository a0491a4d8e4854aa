using Switchyard.Hosting;

namespace Switchyard.Downloads;

/// <summary>
/// Reads an archive through its grain: at most one piece is in memory. It fails when the archive is replaced meanwhile,
/// which cuts an answer that has begun: two halves of two archives are none.
/// </summary>
internal sealed class ArchiveStream(IClassifierGrain classifier, ArchiveView archive, PatientCalls calls) : Stream
{
    /// <summary>Bytes.</summary>
    public const int PieceSize = 1024 * 1024;

    private byte[] _piece = [];
    private long _pieceStart;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => archive.Length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= archive.Length || buffer.IsEmpty)
        {
            return 0;
        }

        if (_position < _pieceStart || _position >= _pieceStart + _piece.Length)
        {
            await FetchAsync(cancellationToken);
        }

        var available = _piece.AsMemory((int)(_position - _pieceStart));
        var count = (int)Math.Min(Math.Min(available.Length, buffer.Length), archive.Length - _position);
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
            _ => archive.Length,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(position, nameof(offset));
        return _position = position;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("An archive of the cluster is read asynchronously.");

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>A long transfer outlasts the loss of the silo that it read from.</summary>
    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        var (at, count) = (_position, (int)Math.Min(PieceSize, archive.Length - _position));
        var piece = await calls.AskAsync(() => classifier.ReadArchiveAsync(archive.Id, at, count), cancellationToken);
        (_piece, _pieceStart) = piece is { Length: > 0 }
            ? (piece, at)
            : throw new IOException($"The archive {archive.Id} was replaced or ended at {at} of {archive.Length} bytes.");
    }
}
