using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Switchyard.Compute.Volumes.Nifti;

namespace Switchyard.Compute.Volumes;

/// <summary>
/// A three-dimensional image. Voxels stay as they were stored (an int16 volume costs two bytes a voxel) in this machine's byte
/// order; <see cref="ReadValues"/> gives what they mean.
/// </summary>
public sealed class Volume
{
    private readonly byte[] _voxels;

    /// <summary>Takes <paramref name="voxels"/> as its own: the caller must not write to it any more.</summary>
    /// <exception cref="ArgumentException">The bytes are not as many as size and type ask for, or the geometry is not usable.</exception>
    public Volume(VolumeSize size, VoxelType type, VolumeGeometry geometry, byte[] voxels, IntensityScale? scale = null)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(voxels);
        if (size is not { X: > 0, Y: > 0, Z: > 0 } || voxels.Length != size.Count * type.Bytes())
        {
            throw new ArgumentException($"{voxels.Length} bytes are not {size} voxels of {type}.", nameof(voxels));
        }

        if (!geometry.IsUsable)
        {
            throw new ArgumentException("The axes do not span space.", nameof(geometry));
        }

        Size = size;
        Type = type;
        Geometry = geometry;
        Scale = scale ?? IntensityScale.Identity;
        _voxels = voxels;
    }

    public VolumeSize Size { get; }

    public VoxelType Type { get; }

    public VolumeGeometry Geometry { get; }

    public IntensityScale Scale { get; }

    /// <summary>What a NIfTI of the same grid says of its place; else <see cref="Geometry"/> is all that is known.</summary>
    internal NiftiPlacement? Nifti { get; init; }

    public int Count => (int)Size.Count;

    /// <summary>The stored voxels, x fastest, in this machine's byte order.</summary>
    public ReadOnlySpan<byte> Stored => _voxels;

    /// <summary>Other voxels of the same grid: what is said of this one's place is said of theirs.</summary>
    public Volume WithVoxels(VoxelType type, byte[] voxels) => new(Size, type, Geometry, voxels) { Nifti = Nifti };

    /// <summary>The value of one voxel, scaled.</summary>
    public double this[int x, int y, int z]
    {
        get
        {
            Span<double> value = stackalloc double[1];
            ReadValues(IndexOf(x, y, z), value);
            return value[0];
        }
    }

    /// <summary>The stored voxels as numbers of their type; <typeparamref name="T"/> must have its size.</summary>
    public ReadOnlySpan<T> StoredAs<T>()
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == Type.Bytes()
            ? MemoryMarshal.Cast<byte, T>(_voxels)
            : throw new InvalidOperationException($"The voxels are {Type}.");

    /// <summary>Fills <paramref name="values"/> with the scaled values from the voxel at <paramref name="start"/> on; exact for every type but integers beyond 53 bits.</summary>
    public void ReadValues(int start, Span<double> values)
    {
        var width = Type.Bytes();
        VoxelValues.Widen(_voxels.AsSpan(checked(start * width), checked(values.Length * width)), Type, Scale, values);
    }

    /// <summary>Where a voxel is in memory.</summary>
    public int IndexOf(int x, int y, int z)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfNegative(z);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(x, Size.X);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Size.Y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(z, Size.Z);
        return (((z * Size.Y) + y) * Size.X) + x;
    }
}
