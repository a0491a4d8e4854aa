using System.Diagnostics;
using Switchyard.Compute.Volumes.Files;
using Switchyard.Compute.Volumes.MetaImage;
using Switchyard.Compute.Volumes.Nifti;
using Switchyard.Compute.Volumes.Nrrd;

namespace Switchyard.Compute.Volumes;

/// <summary>
/// Reads NIfTI-1 (.nii, .nii.gz, .nii.bz2), MetaImage (.mha, .mhd with local data) and NRRD (attached data; raw, gzip, bzip2), told apart by
/// content. Files are untrusted: what a header claims is checked against <see cref="VolumeLimits"/>, and against what the file
/// can hold, before memory is taken for it.
/// </summary>
public static class VolumeFile
{
    private const int LongestSignature = 6;

    /// <inheritdoc cref="Read(Stream, VolumeLimits?, CancellationToken)"/>
    public static Volume Read(string path, VolumeLimits? limits = null, CancellationToken cancellation = default)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(file, limits, cancellation);
    }

    /// <summary>Reads a volume from the stream's position to its end. Voxels and nothing else must follow the header.</summary>
    /// <exception cref="VolumeFormatException">No volume, damaged, too large, or of a kind not read here; the message says which.</exception>
    /// <exception cref="IOException">The stream itself failed.</exception>
    public static Volume Read(Stream stream, VolumeLimits? limits = null, CancellationToken cancellation = default)
    {
        limits ??= VolumeLimits.Default;
        using var input = new VolumeStream(stream);
        if (PackingOf(input.Peek(LongestSignature)) is not { } packing)
        {
            return Read(input, HeaderOf(input, limits), cancellation);
        }

        using var inflated = input.Inflate(packing);
        return NiftiHeader.IsStart(inflated.Peek(NiftiHeader.Bytes))
            ? Read(inflated, NiftiHeader.Read(inflated, limits), cancellation)
            : throw new VolumeFormatException();
    }

    /// <summary>Writes the volume with its geometry. Voxels keep their type, except that where the format has no intensity scale a
    /// scaled volume is written as float64 values.</summary>
    public static void Write(Volume volume, VolumeFormat format, Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        Action<Volume, Stream, CancellationToken> write = format switch
        {
            VolumeFormat.Nifti => NiftiWriter.Write,
            VolumeFormat.MetaImage => MetaImageWriter.Write,
            VolumeFormat.Nrrd => NrrdWriter.Write,
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no such format"),
        };
        write(volume, stream, cancellation);
    }

    /// <summary>Writes a file, replacing one that is there.</summary>
    public static void Write(Volume volume, VolumeFormat format, string path, CancellationToken cancellation = default)
    {
        using var file = File.Create(path);
        Write(volume, format, file, cancellation);
    }

    private static VoxelEncoding? PackingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0x1F, 0x8B, ..] => VoxelEncoding.Gzip,
        [(byte)'B', (byte)'Z', (byte)'h', ..] => VoxelEncoding.Bzip2,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => throw new VolumeFormatException("A volume that is packed with zstd is not supported; gzip and bzip2 are."),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => throw new VolumeFormatException("A volume that is packed with xz is not supported; gzip and bzip2 are."),
        _ => null,
    };

    private static VolumeHeader HeaderOf(VolumeStream input, VolumeLimits limits)
    {
        var start = input.Peek(NiftiHeader.Bytes);
        return NiftiHeader.IsStart(start) ? NiftiHeader.Read(input, limits)
            : NrrdHeader.IsStart(start) ? NrrdHeader.Read(input, limits)
            : MetaImageHeader.IsStart(start) ? MetaImageHeader.Read(input, limits)
            : throw new VolumeFormatException();
    }

    private static Volume Read(VolumeStream input, VolumeHeader header, CancellationToken cancellation)
    {
        Debug.Assert(header.Geometry.IsUsable, "a header is only made with a usable geometry");
        return new Volume(header.Size, header.Type, header.Geometry, VoxelReader.Read(input, header, cancellation), header.Scale) { Nifti = header.Nifti };
    }
}
