namespace Switchyard.Blobs;

/// <summary>Reads a stream to its end in full pieces, and no further than a limit.</summary>
internal static class LimitedCopy
{
    /// <summary>Fills the buffer unless the stream ends.</summary>
    /// <param name="before">Bytes that came in earlier pieces.</param>
    /// <exception cref="BlobTooLargeException">With this piece more than <paramref name="maxLength"/> bytes came.</exception>
    public static async ValueTask<int> ReadPieceAsync(
        this Stream content, Memory<byte> buffer, long before, long maxLength, CancellationToken cancellationToken)
    {
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return before + read > maxLength ? throw new BlobTooLargeException(maxLength) : read;
    }
}
