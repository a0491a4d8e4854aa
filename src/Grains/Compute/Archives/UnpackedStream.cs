namespace Switchyard.Compute.Archives;

/// <summary>The tar of an upload, unpacked as it is read, whatever it is called: plain, or in gzip, bzip2 or xz.</summary>
internal sealed class UnpackedStream : IAsyncDisposable
{
    public const int LongestSignature = PackingSignatures.Longest;

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
        var packing = PackingSignatures.Of(start.Span);
        switch (packing)
        {
            case Packing.Gzip:
                return new(new GzipReader(content), packing.Name());
            case Packing.None:
                return new(content, "tar");
        }

        // The library reads these byte by byte, which only a file bears.
        var file = await ArchiveMembers.SpoolAsync(content, scratch, cancellationToken);
        return new(new JudgedStream(packing == Packing.Xz ? new XzReader(file) : new Bzip2Reader(file)), packing.Name(), file);
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
