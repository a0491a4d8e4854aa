namespace Switchyard.Compute.Archives;

/// <summary>
/// Walks through an untrusted archive, one member at a time, in bounded memory: tar, plain or in gzip, bzip2 or xz, and zip, told
/// apart by content. At the end all of it has been read and judged.
/// </summary>
internal abstract class ArchiveMembers : IAsyncDisposable
{
    /// <param name="content">Stays open.</param>
    /// <param name="scratch">A directory for files without a name: some ways to pack are not read from a stream.</param>
    /// <exception cref="UploadRefusedException">It is none of these.</exception>
    public static async Task<ArchiveMembers> OpenAsync(
        Stream content, UploadLimits limits, string scratch, CancellationToken cancellationToken)
    {
        var start = new byte[UnpackedStream.LongestSignature];
        var length = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        var whole = new CountingStream(content, start.AsMemory(0, length));
        return ZipMembers.IsStart(start.AsSpan(0, length))
            ? ZipMembers.Open(await SpoolAsync(whole, scratch, cancellationToken), limits)
            : new TarMembers(await UnpackedStream.OpenAsync(whole, start.AsMemory(0, length), scratch, cancellationToken), limits);
    }

    /// <summary>Copies to a file that is gone when it is closed.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static async Task<FileStream> SpoolAsync(Stream content, string scratch, CancellationToken cancellationToken)
    {
        var file = ScratchFile.Open(scratch);
        try
        {
            await content.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes to the next member, past what was not read of the one before; null at the end.</summary>
    /// <exception cref="UploadRefusedException">A bound is passed, or the archive is broken.</exception>
    public abstract ValueTask<ArchiveMember?> NextAsync(CancellationToken cancellationToken);

    /// <summary>The next piece of the member's content, good until the next call; empty at its end.</summary>
    /// <exception cref="UploadRefusedException">A bound is passed, or the archive is broken.</exception>
    public abstract ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
