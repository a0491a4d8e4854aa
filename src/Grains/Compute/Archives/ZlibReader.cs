using System.IO.Compression;

namespace Switchyard.Compute.Archives;

/// <summary>
/// Unpacks zlib and has judged at its end its checksum, whether it breaks off, and that nothing follows: the runtime's own
/// stream asks for the last byte only when it needs it, and for another one only when something is missing.
/// </summary>
/// <param name="source">Read to its end; not disposed.</param>
internal sealed class ZlibReader(Stream source) : ForwardStream
{
    private readonly Feed _feed = new(source);
    private ZLibStream? _zlib;
    private bool _isAtEnd;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        _zlib ??= new ZLibStream(_feed, CompressionMode.Decompress, leaveOpen: true);
        var count = _zlib.Read(buffer);
        _isAtEnd = count == 0;
        return _feed.IsBeyond || (_isAtEnd && !_feed.IsAtLast)
            ? throw new InvalidDataException("It is cut short, or followed by something else.")
            : count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _zlib?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The source, its last byte by itself.</summary>
    private sealed class Feed(Stream source) : ForwardStream
    {
        private byte? _held;

        /// <summary>Whether the last byte was given.</summary>
        public bool IsAtLast { get; private set; }

        /// <summary>Whether more was asked for.</summary>
        public bool IsBeyond { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (IsAtLast)
            {
                IsBeyond = true;
                return 0;
            }

            Span<byte> first = stackalloc byte[1];
            if (_held is null && source.Read(first) == 1)
            {
                _held = first[0];
            }

            // What is read takes the place after the held byte; its own last byte is held next.
            var count = buffer.Length > 1 ? source.Read(buffer[1..]) : 0;
            IsAtLast = count == 0;
            if (_held is not { } held)
            {
                return 0;
            }

            buffer[0] = held;
            _held = IsAtLast ? null : buffer[count];
            return IsAtLast ? 1 : count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
