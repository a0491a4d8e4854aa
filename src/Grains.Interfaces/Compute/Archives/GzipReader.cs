using System.IO.Compression;

namespace Switchyard.Compute.Archives;

/// <summary>
/// Unpacks gzip and has judged all of it at its end: every member's checksum and length, a stream that breaks off, and bytes
/// after the last member, of which only zeros are taken (tapes and disks fill up with them). The runtime's own stream lets the
/// last two pass.
/// </summary>
/// <param name="source">Read to its end.</param>
/// <param name="leaveOpen">Whether it stays open when this is disposed.</param>
public sealed class GzipReader(Stream source, bool leaveOpen = true) : ForwardStream
{
    private readonly GzipFeed _feed = new(source);
    private GZipStream? _gzip;
    private bool _isAtEnd;

    private GZipStream Gzip => _gzip ??= new GZipStream(_feed, CompressionMode.Decompress, leaveOpen: true);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The gzip is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        var count = Gzip.Read(buffer);
        return count > 0 && !_feed.IsAtMark ? count : End(buffer[..count], count > 0 ? Gzip.Read(new byte[1]) : 0);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The gzip is damaged.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        var count = await Gzip.ReadAsync(buffer, cancellationToken);
        if (count > 0 && !_feed.IsAtMark)
        {
            return count;
        }

        var more = count > 0 ? await Gzip.ReadAsync(new byte[1], cancellationToken) : 0;
        return End(buffer.Span[..count], more);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip?.Dispose();
            if (!leaveOpen)
            {
                source.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <param name="last">What came last: after the mark was given nothing but the mark's own byte.</param>
    /// <param name="more">Bytes that came after it.</param>
    private int End(ReadOnlySpan<byte> last, int more)
    {
        _isAtEnd = _feed.IsAtMark ? last is [GzipFeed.Mark] && more == 0 : _feed.IsAtPadding;
        return _isAtEnd ? 0 : throw new InvalidDataException("The gzip is damaged, cut short, or followed by something else.");
    }
}
