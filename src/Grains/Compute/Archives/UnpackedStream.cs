using System.IO.Compression;

namespace Switchyard.Compute.Archives;

/// <summary>
/// The tar of an upload, unpacked as it is read, whatever it is called: plain or gzip. Stops where much too much comes out of
/// too little.
/// </summary>
internal sealed class UnpackedStream : IAsyncDisposable
{
    private const int LongestSignature = 6;

    private readonly CountingStream _packed;
    private readonly GZipStream? _gzip;
    private readonly UploadLimits _limits;
    private long _unpacked;

    private UnpackedStream(CountingStream packed, GZipStream? gzip, UploadLimits limits)
    {
        (_packed, _gzip, _limits) = (packed, gzip, limits);
    }

    /// <exception cref="UploadRefusedException">It is packed in another way.</exception>
    public static async Task<UnpackedStream> OpenAsync(
        Stream content, UploadLimits limits, CancellationToken cancellationToken)
    {
        var start = new byte[LongestSignature];
        var length = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        var packed = new CountingStream(content, start.AsMemory(0, length));
        return start.AsSpan(0, length) switch
        {
            [0x1f, 0x8b, ..] => new UnpackedStream(packed, new GZipStream(packed, CompressionMode.Decompress), limits),
            [(byte)'B', (byte)'Z', (byte)'h', ..] => throw UploadRefusedException.NotAnArchive(
                "The payload is packed with bzip2, which is not read here: send a .tar.gz or a plain .tar."),
            [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => throw UploadRefusedException.NotAnArchive(
                "The payload is packed with xz, which is not read here: send a .tar.gz or a plain .tar."),
            _ => new UnpackedStream(packed, null, limits),
        };
    }

    /// <summary>Fills the buffer unless the archive ends; answers how much came.</summary>
    /// <exception cref="UploadRefusedException">It is broken, or a bomb.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await (_gzip ?? (Stream)_packed).ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw UploadRefusedException.NotAnArchive("The payload's gzip is damaged.");
        }

        _unpacked += read;
        if (_gzip is not null && _unpacked > _limits.RatioFrom && _unpacked / _limits.MaxRatio > _packed.Count)
        {
            throw new UploadRefusedException(
                UploadRefusal.Bomb, $"The payload unpacks to more than {_limits.MaxRatio} times its size.");
        }

        return read;
    }

    /// <summary>The content itself stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_gzip is not null)
        {
            await _gzip.DisposeAsync();
        }

        await _packed.DisposeAsync();
    }
}
