using System.Buffers.Binary;
using System.IO.Compression;
using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nifti;

/// <summary>Writes NIfTI-1 in one file, gzip, little endian.</summary>
internal static class NiftiWriter
{
    public static void Write(Volume volume, Stream stream, CancellationToken cancellation)
    {
        using var deflating = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        deflating.Write(Header(volume));
        VoxelWriter.WriteStored(volume, deflating, cancellation);
    }

    private static byte[] Header(Volume volume)
    {
        var header = new byte[NiftiHeader.Bytes];
        var (size, scale) = (volume.Size, volume.Scale);
        BinaryPrimitives.WriteInt32LittleEndian(header, 348);
        Shorts(header, NiftiCodes.Dim, 3, (short)size.X, (short)size.Y, (short)size.Z, 1, 1, 1, 1);
        Shorts(header, NiftiCodes.Datatype, NiftiCodes.Of(volume.Type), (short)(8 * volume.Type.Bytes()));
        Floats(header, NiftiCodes.VoxOffset, NiftiHeader.Bytes, scale.Slope, scale.Intercept);
        header[NiftiCodes.XyztUnits] = (byte)volume.Geometry.Unit;
        if (volume.Nifti is { } placement)
        {
            placement.WriteTo(header);
        }
        else
        {
            Orientation(header, volume.Geometry);
        }

        "n+1\0"u8.CopyTo(header.AsSpan(NiftiCodes.Magic));
        return header;
    }

    private static void Orientation(Span<byte> header, VolumeGeometry geometry)
    {
        var (origin, spacing) = (geometry.Origin, geometry.Spacing);
        var (x, y, z) = (geometry.AxisX, geometry.AxisY, geometry.AxisZ);

        // A code of zero would say that there is no matrix; only a NIfTI says itself which it is.
        var space = (short)(geometry.Space == CoordinateSpace.Unknown ? CoordinateSpace.Scanner : geometry.Space);
        Shorts(header, NiftiCodes.SformCode, space);
        Floats(header, NiftiCodes.Srow, x.X, y.X, z.X, origin.X, x.Y, y.Y, z.Y, origin.Y, x.Z, y.Z, z.Z, origin.Z);

        var (right, front, up) = (x * (1 / spacing.X), y * (1 / spacing.Y), z * (1 / spacing.Z));
        var handedness = right.Cross(front).Dot(up) < 0 ? -1 : 1;
        Floats(header, NiftiCodes.Pixdim, handedness, spacing.X, spacing.Y, spacing.Z);
        if (Rotation.IsRightAngled(right, front, up))
        {
            var quaternion = Rotation.ToQuaternion(right, front, up * handedness);
            Shorts(header, NiftiCodes.QformCode, space);
            Floats(header, NiftiCodes.Quatern, quaternion.X, quaternion.Y, quaternion.Z);
            Floats(header, NiftiCodes.Qoffset, origin.X, origin.Y, origin.Z);
        }
    }

    private static void Shorts(Span<byte> header, int offset, params ReadOnlySpan<short> values)
    {
        foreach (var value in values)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header[offset..], value);
            offset += sizeof(short);
        }
    }

    private static void Floats(Span<byte> header, int offset, params ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(header[offset..], (float)value);
            offset += sizeof(float);
        }
    }
}
