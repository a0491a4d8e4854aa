using Switchyard.Compute.Volumes.Nifti;

namespace Switchyard.Compute.Volumes.Files;

internal enum VoxelEncoding
{
    Raw,
    Gzip,
    Zlib,
    Bzip2,
}

/// <summary>What any of the formats says about the voxels that follow. Size and geometry are checked.</summary>
internal sealed record VolumeHeader
{
    public required VolumeSize Size { get; init; }

    public required VoxelType Type { get; init; }

    public required VolumeGeometry Geometry { get; init; }

    public IntensityScale Scale { get; init; } = IntensityScale.Identity;

    /// <summary>All that a NIfTI header says of the place; null for other formats.</summary>
    public NiftiPlacement? Nifti { get; init; }

    public bool BigEndian { get; init; }

    public VoxelEncoding Encoding { get; init; }

    /// <summary>The bytes of the encoded voxels, where the header says so.</summary>
    public long? EncodedBytes { get; init; }

    public int VoxelBytes => (int)(Size.Count * Type.Bytes());
}
