namespace Switchyard.Compute.Archives;

/// <summary>
/// What a <see cref="GzipReader"/> gives the runtime to unpack: the source without the zeros at its end, then these zeros, then a
/// small gzip member of our own. So it shows where the runtime has stopped.
/// </summary>
internal sealed class GzipFeed(Stream source) : ForwardStream
{
    /// <summary>What the member of our own holds: one byte.</summary>
    public const byte Mark = (byte)'!';

    private static ReadOnlySpan<byte> MarkPacked =>
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1, 1, 0, 0xFE, 0xFF, Mark, 0xD3, 0xFF, 0x6B, 0x9E, 1, 0, 0, 0];

    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;

    /// <summary>Zeros to give before the bytes of the buffer.</summary>
    private long _zeros;

    /// <summary>Zeros that came after them, of which it is not yet known whether they are the last.</summary>
    private long _held;

    /// <summary>Whether the last bytes given were zeros after which the source has nothing.</summary>
    public bool IsAtPadding { get; private set; }

    /// <summary>Whether all of the source was asked for, and then the mark.</summary>
    public bool IsAtMark { get; private set; }

    private bool NeedsMore => _zeros == 0 && _start == _end && !IsAtMark;

    public override int Read(Span<byte> buffer)
    {
        while (NeedsMore)
        {
            Took(IsAtPadding ? 0 : source.Read(_buffer));
        }

        return Give(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (NeedsMore)
        {
            Took(IsAtPadding ? 0 : await source.ReadAsync(_buffer, cancellationToken));
        }

        return Give(buffer.Span);
    }

    private void Took(int count)
    {
        var end = _buffer.AsSpan(0, count).LastIndexOfAnyExcept((byte)0) + 1;
        if (count > 0 && end == 0)
        {
            _held += count;
        }
        else if (count > 0)
        {
            (_zeros, _start, _end, _held) = (_held, 0, end, count - end);
        }
        else if (_held > 0)
        {
            (_zeros, _held, IsAtPadding) = (_held, 0, true);
        }
        else
        {
            MarkPacked.CopyTo(_buffer);
            (_start, _end, IsAtPadding, IsAtMark) = (0, MarkPacked.Length, false, true);
        }
    }

    private int Give(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _zeros > 0 ? _zeros : _end - _start);
        if (_zeros > 0)
        {
            buffer[..count].Clear();
            _zeros -= count;
            return count;
        }

        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
