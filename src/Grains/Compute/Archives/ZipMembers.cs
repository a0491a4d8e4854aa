using System.IO.Compression;
using System.IO.Hashing;

namespace Switchyard.Compute.Archives;

/// <summary>
/// Walks through an untrusted zip. The runtime takes memory for every entry of the directory before the first can be asked for, so
/// the directory is counted first; and it does not compare what comes with the checksums, so that is done here.
/// </summary>
internal sealed class ZipMembers : ArchiveMembers
{
    /// <summary>Of the unix mode, in the upper half of the attributes.</summary>
    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;

    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private readonly IReadOnlyList<ZipArchiveEntry> _entries;
    private readonly UploadLimits _limits;
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly Crc32 _checksum = new();
    private int _next;
    private Stream? _content;
    private long _left;
    private long _unpacked;

    private ZipMembers(FileStream file, ZipArchive zip, UploadLimits limits)
    {
        (_file, _zip, _entries, _limits) = (file, zip, zip.Entries, limits);
    }

    public static bool IsStart(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..];

    /// <param name="file">Is disposed with this, or when this fails.</param>
    /// <exception cref="UploadRefusedException">It is none, or has too many entries.</exception>
    public static ZipMembers Open(FileStream file, UploadLimits limits)
    {
        try
        {
            if (ZipDirectory.Count(file, limits.MaxEntries) > limits.MaxEntries)
            {
                throw new UploadRefusedException(UploadRefusal.TooManyEntries, $"The payload has more than {limits.MaxEntries} entries.");
            }

            return new ZipMembers(file, new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true), limits);
        }
        catch (Exception exception)
        {
            file.Dispose();
            throw exception is InvalidDataException ? Damaged(exception) : exception;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<ArchiveMember?> NextAsync(CancellationToken cancellationToken)
    {
        while (!(await ReadAsync(cancellationToken)).IsEmpty)
        {
        }

        if (_next == _entries.Count)
        {
            return null;
        }

        var entry = _entries[_next++];
        try
        {
            if (entry.IsEncrypted)
            {
                throw UploadRefusedException.NotAnArchive("The payload's zip is encrypted.");
            }

            _content = await entry.OpenAsync(cancellationToken);
        }
        catch (InvalidDataException damage)
        {
            throw Damaged(damage);
        }

        _left = entry.Length;
        _checksum.Reset();
        return new ArchiveMember(entry.FullName, entry.Length, IsFile(entry));
    }

    /// <inheritdoc/>
    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_content is null)
        {
            return default;
        }

        var piece = _buffer.AsMemory(0, await FillAsync(_content, cancellationToken));
        _checksum.Append(piece.Span);
        _left -= piece.Length;
        _unpacked += piece.Length;
        if (_unpacked > _limits.MaxUnpackedBytes)
        {
            throw new UploadRefusedException(UploadRefusal.TooLarge, $"The payload unpacks to more than {_limits.MaxUnpackedBytes} bytes.");
        }

        if (piece.IsEmpty)
        {
            await EndAsync(_content);
        }

        return piece;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_content is not null)
        {
            await _content.DisposeAsync();
        }

        await _zip.DisposeAsync();
        await _file.DisposeAsync();
    }

    /// <summary>A directory's name ends with a slash; what unix made says its kind, and may be a link.</summary>
    private static bool IsFile(ZipArchiveEntry entry) =>
        !entry.FullName.EndsWith('/') && ((entry.ExternalAttributes >> 16) & KindMask) is 0 or RegularKind;

    private async ValueTask<int> FillAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(_buffer, cancellationToken);
        }
        catch (InvalidDataException damage)
        {
            throw Damaged(damage);
        }
    }

    private async ValueTask EndAsync(Stream content)
    {
        _content = null;
        await content.DisposeAsync();
        if (_left != 0 || _checksum.GetCurrentHashAsUInt32() != _entries[_next - 1].Crc32)
        {
            throw Damaged(null);
        }
    }

    private static UploadRefusedException Damaged(Exception? cause) =>
        UploadRefusedException.NotAnArchive($"The payload's zip is damaged{(cause is null ? "." : $": {cause.Message}")}");
}
