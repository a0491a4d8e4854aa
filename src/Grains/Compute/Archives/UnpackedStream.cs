namespace Switchyard.Compute.Archives;

/// <summary>The tar of an upload, unpacked as it is read, whatever it is called: plain, or in gzip, bzip2 or xz.</summary>
internal sealed class UnpackedStream : IAsyncDisposable
{
    public const int LongestSignature = 6;

    private readonly Stream _unpacked;
    private readonly string _kind;
    private readonly FileStream? _spooled;

    private UnpackedStream(Stream unpacked, string kind, FileStream? spooled = null)
    {
        (_unpacked, _kind, _spooled) = (unpacked, kind, spooled);
    }

    /// <param name="content">Stays open.</param>
    /// <param name="start">Its first bytes.</param>
    /// <param name="scratch">Where a file without a name may lie.</param>
    public static async Task<UnpackedStream> OpenAsync(
        Stream content, ReadOnlyMemory<byte> start, string scratch, CancellationToken cancellationToken)
    {
        if (start.Span is [0x1f, 0x8b, ..])
        {
            return new(new GzipReader(content), "gzip");
        }

        var isXz = start.Span is [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..];
        if (!isXz && start.Span is not [(byte)'B', (byte)'Z', (byte)'h', ..])
        {
            return new(content, "tar");
        }

        // The library reads these byte by byte, which only a file bears.
        var file = await ArchiveMembers.SpoolAsync(content, scratch, cancellationToken);
        return isXz ? new(new JudgedStream(new XzReader(file)), "xz", file) : new(new JudgedStream(new Bzip2Reader(file)), "bzip2", file);
    }

    /// <summary>Fills the buffer unless the archive ends; answers how much came.</summary>
    /// <exception cref="UploadRefusedException">It is broken.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _unpacked.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (InvalidDataException damage)
        {
            throw UploadRefusedException.NotAnArchive($"The payload's {_kind} is damaged: {damage.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_kind != "tar")
        {
            await _unpacked.DisposeAsync();
        }

        if (_spooled is not null)
        {
            await _spooled.DisposeAsync();
        }
    }
}
