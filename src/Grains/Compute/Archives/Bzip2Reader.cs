using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace Switchyard.Compute.Archives;

/// <summary>Unpacks bzip2, all streams of it, and has judged at its end that nothing else follows; checksums are the library's.</summary>
/// <param name="source">Read to its end; not disposed.</param>
internal sealed class Bzip2Reader(Stream source) : ForwardStream
{
    private readonly BufferedStream _source = new(source, 64 * 1024);
    private BZip2Stream? _stream;
    private bool _isBegun;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (_stream ??= Begin()) is { } stream)
        {
            if (stream.Read(buffer) is var count and > 0)
            {
                return count;
            }

            stream.Dispose();
            _stream = null;
        }

        return 0;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stream?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// The next stream; null when there is none any more. The library would go on by itself, but takes a start that breaks off
    /// for the end.
    /// </summary>
    private BZip2Stream? Begin()
    {
        Span<byte> start = stackalloc byte[4];
        var count = _source.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (count == 0 && _isBegun)
        {
            return null;
        }

        if (start[..count] is not [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9'])
        {
            throw new InvalidDataException(_isBegun ? "It is followed by something else." : "It does not begin as it should.");
        }

        _isBegun = true;
        return BZip2Stream.Create(new CountingStream(_source, start.ToArray()), CompressionMode.Decompress, decompressConcatenated: false, leaveOpen: true);
    }
}
