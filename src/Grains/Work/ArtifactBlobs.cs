using Switchyard.Blobs;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>The blobs of all items' artifacts.</summary>
internal sealed class ArtifactBlobs(IWorkStore store) : IBlobReferences
{
    public Task<IReadOnlySet<string>> FindAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken) =>
        store.FindArtifactBlobsAsync(blobs, cancellationToken);
}
