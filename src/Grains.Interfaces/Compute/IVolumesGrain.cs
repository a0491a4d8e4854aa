using Switchyard.Blobs;

namespace Switchyard.Compute;

/// <summary>Converts volumes. A stateless worker. The key is always 0.</summary>
[Alias("switchyard.compute.volumes-grain")]
public interface IVolumesGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Makes a MetaImage (.mha, compressed) of a volume in a result archive, as a new blob, which is the caller's to delete.
    /// Null when there is no such blob or member, or it is no volume that can be read.
    /// </summary>
    /// <param name="archive">The blob of a tar in gzip.</param>
    /// <param name="member">A regular file at its top; of several of one name the last.</param>
    [Alias("to-meta-image"), ResponseTimeout("00:05:00")]
    Task<BlobInfo?> ToMetaImageAsync(string archive, string member);
}
