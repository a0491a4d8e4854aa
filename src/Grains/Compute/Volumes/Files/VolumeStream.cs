using System.Text;
using Switchyard.Compute.Archives;

namespace Switchyard.Compute.Volumes.Files;

/// <summary>A file being read: looks ahead, reads lines, and knows how much can still come. Leaves its source open.</summary>
internal sealed class VolumeStream : ForwardStream
{
    // The densest deflate has is 258 bytes for two bits.
    private const long DeflateRatio = 258 * 4;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Stream _source;
    private readonly bool _isInflated;
    private readonly long _most;
    private int _start;
    private int _end;
    private long _consumed;

    public VolumeStream(Stream source)
        : this(source, false, source.CanSeek ? source.Length - source.Position : long.MaxValue)
    {
        KnowsLength = source.CanSeek;
    }

    private VolumeStream(Stream source, bool isInflated, long most) => (_source, _isInflated, _most) = (source, isInflated, most);

    /// <summary>Whether <see cref="MostRemaining"/> is exact.</summary>
    public bool KnowsLength { get; }

    /// <summary>An upper bound on the bytes still to come, for judging claims before memory is taken.</summary>
    public long MostRemaining => _most == long.MaxValue ? _most : _most - _consumed;

    public bool AtEnd => Peek(1).IsEmpty;

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

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

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
    public VolumeStream Inflate(VoxelEncoding encoding)
    {
        // A preset dictionary is the one thing of zlib that the runtime does not report as bad data.
        if (encoding == VoxelEncoding.Zlib && (Peek(2) is not [_, var flags] || (flags & 0x20) != 0))
        {
            throw Damaged(null);
        }

        Stream inflating = encoding switch
        {
            VoxelEncoding.Gzip => new GzipReader(this),
            VoxelEncoding.Bzip2 => new JudgedStream(new Bzip2Reader(this)),
            _ => new ZlibReader(this),
        };
        var isBounded = encoding != VoxelEncoding.Bzip2 && MostRemaining <= long.MaxValue / DeflateRatio;
        return new VolumeStream(inflating, true, isBounded ? MostRemaining * DeflateRatio : long.MaxValue);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _isInflated)
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
        catch (InvalidDataException damage) when (_isInflated)
        {
            throw Damaged(damage);
        }
    }

    private static VolumeFormatException Damaged(Exception? cause) => new("The volume's compressed data are damaged or cut short.", cause);
}
