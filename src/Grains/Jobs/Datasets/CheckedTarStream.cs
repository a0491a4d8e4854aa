using System.Formats.Tar;

namespace Switchyard.Jobs.Datasets;

/// <summary>
/// An archive's bytes on their way to the reader of its headers: no more of them than allowed, and no header that would
/// make the reader take memory for a name of its own invention.
/// </summary>
internal sealed class CheckedTarStream(Stream inner, long limit) : Stream
{
    private const int HeaderLength = 512;
    private const int TypePlace = 156;
    private const int SizePlace = 124;
    private const int SizeLength = 12;
    private const long LongestExtension = 1 << 20;

    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>Full, unless the archive ends: unpacking gives bytes in pieces, and a header in two would not be known for one.</summary>
    /// <exception cref="InvalidDataException">More is read than allowed, or a header is out of all proportion.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _read += count;
        if (_read > limit)
        {
            throw new InvalidDataException($"more than {limit} bytes had to be read");
        }

        if (count == HeaderLength && buffer.Length == HeaderLength)
        {
            CheckExtension(buffer);
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // The reader takes memory for the whole of a long name or of extended attributes before it reads them.
    private static void CheckExtension(ReadOnlySpan<byte> header)
    {
        if ((TarEntryType)header[TypePlace]
            is TarEntryType.ExtendedAttributes or TarEntryType.GlobalExtendedAttributes or TarEntryType.LongPath or TarEntryType.LongLink
            && Size(header.Slice(SizePlace, SizeLength)) > LongestExtension)
        {
            throw new InvalidDataException("a name or a block of attributes is too long");
        }
    }

    /// <summary>Octal digits, or, marked by the highest bit, binary.</summary>
    private static long Size(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            return long.MaxValue;
        }

        var size = 0L;
        foreach (var digit in field)
        {
            size = digit is >= (byte)'0' and <= (byte)'7' ? (size * 8) + (digit - '0') : size;
        }

        return size;
    }
}
