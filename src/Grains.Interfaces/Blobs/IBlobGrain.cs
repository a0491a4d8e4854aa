using Switchyard.Hosting;

namespace Switchyard.Blobs;

/// <summary>
/// Carries blobs between a front end without storage of its own and the cluster, chunk by chunk. One grain per transfer;
/// the key is a fresh random id, which makes an abandoned transfer end with its grain.
/// </summary>
[Alias("switchyard.blobs.grain")]
public interface IBlobGrain : IGrainWithGuidKey
{
    /// <summary>Appends a chunk (at most 1 MiB) to the blob under construction; answers false when it would pass the limit.</summary>
    [Alias("append")]
    Task<bool> AppendAsync(byte[] chunk, long maxLength);

    /// <summary>Makes the blob durable.</summary>
    [Alias("commit")]
    Task<BlobInfo> CommitAsync();

    /// <summary>Drops what was appended.</summary>
    [Alias("abandon")]
    Task AbandonAsync();

    /// <summary>The length, or null when there is no such blob.</summary>
    [Alias("length"), Repeatable]
    Task<long?> GetLengthAsync(string id);

    /// <summary>At most <paramref name="count"/> bytes from <paramref name="offset"/>; empty at the end.</summary>
    [Alias("read"), Repeatable]
    Task<byte[]> ReadAsync(string id, long offset, int count);

    /// <summary>Whether there was such a blob. Deleting twice is harmless.</summary>
    [Alias("delete")]
    Task<bool> DeleteAsync(string id);
}
