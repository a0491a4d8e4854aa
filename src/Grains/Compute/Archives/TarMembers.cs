namespace Switchyard.Compute.Archives;

/// <summary>
/// Walks through an untrusted tar, one member at a time, in constant memory. System.Formats.Tar allocates as much as a header
/// says that a long name has bytes, up to 2 GiB.
/// </summary>
internal sealed class TarMembers(UnpackedStream archive, UploadLimits limits) : ArchiveMembers
{
    private const int BufferLength = 64 << 10;

    /// <summary>For the names and attributes of one member, in bytes.</summary>
    private const int LongestDescription = 64 << 10;

    /// <summary>Of one member: its long name, its long link, its attributes, those of all.</summary>
    private const int MostDescriptions = 4;

    private readonly byte[] _block = new byte[TarHeader.BlockLength];
    private readonly byte[] _buffer = new byte[BufferLength];
    private long _left;
    private long _unpacked;
    private int _members;
    private bool _isBegun;

    /// <summary>Bytes that are no member's: descriptions, and what follows the end.</summary>
    private long _beside;

    /// <inheritdoc/>
    public override async ValueTask<ArchiveMember?> NextAsync(CancellationToken cancellationToken)
    {
        await SkipAsync(cancellationToken);
        var attributes = default(TarAttributes);
        var descriptions = 0;
        while (await ReadHeaderAsync(cancellationToken) is { } header)
        {
            if (header.IsDescription)
            {
                if (++descriptions > MostDescriptions)
                {
                    throw UploadRefusedException.NotAnArchive("The payload's tar has headers that describe nothing.");
                }

                attributes = await DescribeAsync(attributes, header, cancellationToken);
                continue;
            }

            if (++_members > limits.MaxEntries)
            {
                throw new UploadRefusedException(
                    UploadRefusal.TooManyEntries, $"The payload has more than {limits.MaxEntries} entries.");
            }

            if (header.IsSparse || attributes.IsSparse)
            {
                throw UploadRefusedException.NotAnArchive("The payload has a file with holes (tar --sparse), which is not read here.");
            }

            var length = attributes.Length ?? header.Length;
            _left = header.HasContent ? length : 0;
            return new ArchiveMember(attributes.Name ?? header.Name, _left, header.IsFile);
        }

        await ReadOutAsync(cancellationToken);
        return null;
    }

    /// <inheritdoc/>
    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_left == 0)
        {
            return default;
        }

        // Multiples of a block until the last piece, which takes the filling with it.
        var wanted = (int)Math.Min(_left, _buffer.Length);
        await FillAsync(_buffer.AsMemory(0, Padded(wanted)), cancellationToken);
        _left -= wanted;
        _unpacked = Bounded(_unpacked + wanted);
        return _buffer.AsMemory(0, wanted);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => archive.DisposeAsync();

    private long Bounded(long bytes) => bytes <= limits.MaxUnpackedBytes
        ? bytes
        : throw new UploadRefusedException(UploadRefusal.TooLarge, $"The payload unpacks to more than {limits.MaxUnpackedBytes} bytes.");

    /// <summary>Zeros follow the end, and whatever; how it is packed must be whole to its own end.</summary>
    private async ValueTask ReadOutAsync(CancellationToken cancellationToken)
    {
        int count;
        while ((count = await archive.ReadAsync(_buffer, cancellationToken)) > 0)
        {
            _beside = Bounded(_beside + count);
        }
    }

    private static int Padded(int length) => (length + TarHeader.BlockLength - 1) / TarHeader.BlockLength * TarHeader.BlockLength;

    private async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        while (!(await ReadAsync(cancellationToken)).IsEmpty)
        {
        }
    }

    private async ValueTask<TarHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var read = await archive.ReadAsync(_block, cancellationToken);
        var isFirst = !_isBegun;
        _isBegun = true;

        // Some writers leave out the zeros at the end.
        if ((read == 0 && !isFirst) || (read == _block.Length && TarHeader.IsEnd(_block)))
        {
            return null;
        }

        return read == _block.Length && TarHeader.Parse(_block) is { } header
            ? header
            : throw UploadRefusedException.NotAnArchive(
                isFirst ? "The payload is not a tar archive." : $"The payload's tar is damaged after {_members} entries.");
    }

    private async ValueTask<TarAttributes> DescribeAsync(
        TarAttributes known, TarHeader header, CancellationToken cancellationToken)
    {
        if (header.Length > LongestDescription)
        {
            throw UploadRefusedException.NotAnArchive($"The payload's tar has a header of {header.Length} bytes.");
        }

        _beside = Bounded(_beside + header.Length);
        var content = new byte[Padded((int)header.Length)];
        await FillAsync(content, cancellationToken);
        var text = content.AsSpan(0, (int)header.Length);
        return header.Kind switch
        {
            TarHeader.LongName => known with { Name = TarHeader.ParseText(text) },
            TarHeader.Attributes or TarHeader.SolarisAttributes =>
                known.With(text) ?? throw UploadRefusedException.NotAnArchive("The payload's tar has a damaged header."),
            _ => known,
        };
    }

    private async ValueTask FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (await archive.ReadAsync(buffer, cancellationToken) < buffer.Length)
        {
            throw UploadRefusedException.NotAnArchive("The payload's tar ends too early.");
        }
    }
}
