namespace Switchyard.Compute.Volumes;

/// <summary>What a file may ask for. A volume in memory costs its stored voxels, never more.</summary>
public sealed record VolumeLimits
{
    /// <summary>The most voxels along one axis: the most NIfTI-1 can say, so whatever is read can be written.</summary>
    public const int MaxAxis = short.MaxValue;

    public static VolumeLimits Default { get; } = new();

    /// <summary>The most bytes of stored voxels, up to 2,147,483,591. The default holds 512x512x512 of float32, or twice that of int16.</summary>
    public long MaxVoxelBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>The most bytes before the voxels: text headers, NIfTI extensions.</summary>
    public int MaxHeaderBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The size, when it is within the limits.</summary>
    /// <exception cref="VolumeFormatException">It is not.</exception>
    internal VolumeSize Accept(long x, long y, long z, VoxelType type)
    {
        if (!IsAxis(x) || !IsAxis(y) || !IsAxis(z))
        {
            throw new VolumeFormatException($"The volume's size is {x}x{y}x{z}; each axis must have 1 to {MaxAxis} voxels.");
        }

        var bytes = x * y * z * type.Bytes();
        return bytes <= Math.Min(MaxVoxelBytes, Array.MaxLength)
            ? new VolumeSize((int)x, (int)y, (int)z)
            : throw new VolumeFormatException($"The volume has {bytes} bytes of voxels, the limit is {MaxVoxelBytes}.");
    }

    private static bool IsAxis(long length) => length is >= 1 and <= MaxAxis;
}
