using SharpCompress.Compressors.Xz;

namespace Switchyard.Compute.Archives;

/// <summary>
/// Unpacks xz and has judged all of it at its end: the blocks' checks (by the library), the index, the footer, and what follows.
/// A block that asks for more memory than <see cref="MostMemory"/> is refused before it gets it.
/// </summary>
/// <param name="source">Seekable; read to its end; not disposed.</param>
internal sealed class XzReader(Stream source) : ForwardStream
{
    /// <summary>What <c>xz -9</c> needs.</summary>
    public const long MostMemory = 64 << 20;

    /// <summary>The most blocks of one stream.</summary>
    private const ulong MostBlocks = 1 << 20;

    private const int Group = 4;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private XZHeader? _stream;
    private XZBlock? _block;
    private long _blockStart;
    private XzIndexSums _sums;
    private bool _isBegun;
    private bool _isAtEnd;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">It is damaged, or of a kind that is not read here.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count == 0 && !buffer.IsEmpty && Next())
        {
            var wanted = Math.Min(buffer.Length, _buffer.Length);
            count = _block!.Read(_buffer, 0, wanted);
            _sums = _sums with { Unpacked = _sums.Unpacked + (ulong)count };
            if (count < wanted)
            {
                _sums = _sums with { Packed = _sums.Packed + (ulong)(source.Position - _blockStart) };
                _block.Dispose();
                _block = null;
            }
        }

        _buffer.AsSpan(0, count).CopyTo(buffer);
        return count;
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
        _block?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Goes to a block; false at the end of all.</summary>
    private bool Next()
    {
        while (_block is null && !_isAtEnd)
        {
            if (_stream is null)
            {
                _stream = BeginStream();
                _isAtEnd = _stream is null;
            }
            else if (XzBlockHeader.Read(source) is { } header)
            {
                BeginBlock(header, _stream);
            }
            else
            {
                EndStream();
            }
        }

        return !_isAtEnd;
    }

    /// <summary>Null when there is none any more: between streams and behind the last there may be groups of four zeros.</summary>
    private XZHeader? BeginStream()
    {
        Span<byte> start = stackalloc byte[Group];
        while (true)
        {
            var count = source.ReadAtLeast(start, Group, throwOnEndOfStream: false);
            if (count == 0 && _isBegun)
            {
                return null;
            }

            if (count == Group && start.IndexOfAnyExcept((byte)0) >= 0)
            {
                source.Position -= Group;
                (_isBegun, _sums) = (true, default);
                return XZHeader.FromStream(source);
            }

            if (count != Group || !_isBegun)
            {
                throw new InvalidDataException("It is followed by something else.");
            }
        }
    }

    private void BeginBlock(XzBlockHeader header, XZHeader stream)
    {
        if (header.Memory > MostMemory)
        {
            throw new InvalidDataException($"It needs {header.Memory} bytes of memory to be unpacked; at most {MostMemory} are given.");
        }

        if (_sums.Blocks == MostBlocks)
        {
            throw new InvalidDataException($"It has more than {MostBlocks} blocks.");
        }

        _sums = _sums with { Blocks = _sums.Blocks + 1 };
        _blockStart = source.Position;

        // The library takes no check for one of a byte.
        var check = stream.BlockCheckType == CheckType.NONE ? 0 : stream.BlockCheckSize;
        _block = new XZBlock(source, stream.BlockCheckType, check);
    }

    private void EndStream()
    {
        var start = source.Position;
        XzIndexSums.Require(source, _sums);
        var length = source.Position - start;
        var footer = XZFooter.FromStream(source);
        if (footer.BackwardSize != length)
        {
            throw new InvalidDataException("Its footer does not fit its index.");
        }

        _stream = null;
    }
}
