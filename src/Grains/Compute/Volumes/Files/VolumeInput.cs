using System.IO.Compression;
using System.Text;

namespace Switchyard.Compute.Volumes;

/// <summary>A file being read: looks ahead, reads lines, and knows how much can still come. Leaves its source open.</summary>
internal sealed class VolumeInput : Stream
{
    // The densest deflate has is 258 bytes for two bits.
    private const long DeflateRatio = 258 * 4;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Stream _source;
    private readonly bool _ownsSource;
    private readonly long _most;
    private int _start;
    private int _end;
    private long _consumed;

    public VolumeInput(Stream source)
        : this(source, false, source.CanSeek ? source.Length - source.Position : long.MaxValue)
    {
        KnowsLength = source.CanSeek;
    }

    private VolumeInput(Stream source, bool ownsSource, long most) => (_source, _ownsSource, _most) = (source, ownsSource, most);

    /// <summary>Whether <see cref="MostRemaining"/> is exact.</summary>
    public bool KnowsLength { get; }

    /// <summary>An upper bound on the bytes still to come, for judging claims before memory is taken.</summary>
    public long MostRemaining => _most == long.MaxValue ? _most : _most - _consumed;

    public bool AtEnd => Peek(1).IsEmpty;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The next bytes without taking them; fewer than asked for only at the end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_end - _start < count && _start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            var read = ReadSource(_buffer.AsSpan(_end));
            if (read == 0)
            {
                break;
            }

            _end += read;
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            // Large reads go past the buffer.
            if (buffer.Length >= _buffer.Length)
            {
                return Took(ReadSource(buffer));
            }

            (_start, _end) = (0, ReadSource(_buffer));
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return Took(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>One line without its end (LF or CR LF), or null when the input ends before one does.</summary>
    /// <param name="budget">The bytes that headers may still take; counted down.</param>
    public string? ReadLine(ref int budget)
    {
        var line = new StringBuilder();
        while (!AtEnd)
        {
            var rest = _buffer.AsSpan(_start.._end);
            var feed = rest.IndexOf((byte)'\n');
            var taken = feed < 0 ? rest.Length : feed + 1;
            budget -= taken;
            if (budget < 0)
            {
                throw new VolumeFormatException("The volume's header is longer than allowed.");
            }

            line.Append(Encoding.Latin1.GetString(rest[..(feed < 0 ? taken : feed)]));
            _start += Took(taken);
            if (feed >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }

        return null;
    }

    /// <summary>The rest of this input, decompressed. Damage shows as <see cref="VolumeFormatException"/>.</summary>
    public VolumeInput Inflate(VoxelEncoding encoding)
    {
        // A preset dictionary is the one thing of zlib that the runtime does not report as bad data.
        if (encoding == VoxelEncoding.Zlib && (Peek(2) is not [_, var flags] || (flags & 0x20) != 0))
        {
            throw Damaged(null);
        }

        Stream inflating = encoding == VoxelEncoding.Gzip
            ? new GZipStream(this, CompressionMode.Decompress, leaveOpen: true)
            : new ZLibStream(this, CompressionMode.Decompress, leaveOpen: true);
        var most = MostRemaining > long.MaxValue / DeflateRatio ? long.MaxValue : MostRemaining * DeflateRatio;
        return new VolumeInput(inflating, true, most);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsSource)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Took(int count)
    {
        _consumed += count;
        return count;
    }

    private int ReadSource(Span<byte> buffer)
    {
        try
        {
            return _source.Read(buffer);
        }
        catch (Exception e) when (_ownsSource && e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(e);
        }
    }

    private static VolumeFormatException Damaged(Exception? cause) => new("The volume's compressed data are damaged.", cause);
}
