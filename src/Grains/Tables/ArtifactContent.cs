using Switchyard.Blobs;
using Switchyard.Compute.Archives;
using Switchyard.Work;

namespace Switchyard.Tables;

internal static class ArtifactContent
{
    /// <summary>The body as it came, or null when its blob is gone.</summary>
    public static async Task<Stream?> OpenAsync(WorkArtifact artifact, IBlobStore blobs, CancellationToken cancellationToken) =>
        artifact.Inline is { } packed
            ? new GzipReader(new MemoryStream(packed))
            : await blobs.OpenAsync(artifact.BlobId!, cancellationToken);

    public static WorkArtifact Make(string role, string name, long leaseNumber, DateTimeOffset now, RawBody body) =>
        new(role, name, leaseNumber, now, body.Inline is { } bytes ? Gzip.Pack(bytes) : null, body.BlobId, body.Length);
}
