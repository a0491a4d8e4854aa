namespace Switchyard.Compute.Volumes;

/// <summary>Voxels along each axis. The first axis varies fastest in memory and in files.</summary>
public readonly record struct VolumeSize(int X, int Y, int Z)
{
    /// <summary>All voxels; may exceed what one array holds.</summary>
    public long Count => (long)X * Y * Z;

    public override string ToString() => $"{X}x{Y}x{Z}";
}
