namespace Switchyard.Blobs;

/// <summary>
/// Keeps large bodies (uploads, results, archives). Blobs are written once, streamed both ways, and addressed by an id
/// the store gives: never by a name from outside.
/// </summary>
public interface IBlobStore
{
    /// <summary>
    /// Stores everything up to the stream's end and answers once it is durable. Nothing remains when it fails or is cancelled.
    /// </summary>
    /// <exception cref="BlobTooLargeException">More than <paramref name="maxLength"/> bytes came.</exception>
    Task<BlobInfo> WriteAsync(Stream content, long maxLength, CancellationToken cancellationToken);

    /// <summary>The blob from its first byte, or null when there is none with this id. The stream can seek.</summary>
    Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken);

    /// <summary>Whether there was such a blob. Deleting twice is harmless.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}

/// <param name="Id">32 lower-case hexadecimal digits.</param>
/// <param name="Length">Bytes.</param>
[GenerateSerializer, Immutable, Alias("switchyard.blobs.info")]
public sealed record BlobInfo([property: Id(0)] string Id, [property: Id(1)] long Length);

/// <summary>More bytes came than the caller allowed.</summary>
public sealed class BlobTooLargeException(long maxLength) : IOException($"The content is longer than {maxLength} bytes.")
{
    public long MaxLength { get; } = maxLength;
}
