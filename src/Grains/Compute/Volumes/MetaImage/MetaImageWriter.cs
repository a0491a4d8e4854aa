using System.IO.Compression;
using System.Text;
using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.MetaImage;

/// <summary>Writes a MetaImage with its voxels in the same file, zlib, little endian, LPS.</summary>
internal static class MetaImageWriter
{
    public static void Write(Volume volume, Stream stream, CancellationToken cancellation)
    {
        // The size comes before the data: compressing twice costs time, keeping the result would cost memory.
        var counter = new CountingSink();
        Deflate(volume, counter, cancellation);
        stream.Write(Encoding.ASCII.GetBytes(Header(volume, counter.Count)));
        Deflate(volume, stream, cancellation);
    }

    private static void Deflate(Volume volume, Stream stream, CancellationToken cancellation)
    {
        using var deflating = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        VoxelWriter.WriteValues(volume, deflating, cancellation);
    }

    private static string Header(Volume volume, long compressed)
    {
        // Readers take any unit for millimetres.
        var lps = volume.Geometry.InMillimetres().Mirrored();
        var spacing = lps.Spacing;
        var directions = new[] { lps.AxisX * (1 / spacing.X), lps.AxisY * (1 / spacing.Y), lps.AxisZ * (1 / spacing.Z) };
        return $"""
            ObjectType = Image
            NDims = 3
            BinaryData = True
            BinaryDataByteOrderMSB = False
            CompressedData = True
            CompressedDataSize = {compressed}
            TransformMatrix = {string.Join(' ', directions.Select(direction => HeaderText.Of(direction, ' ')))}
            Offset = {HeaderText.Of(lps.Origin, ' ')}
            CenterOfRotation = 0 0 0
            DistanceUnits = mm
            ElementSpacing = {HeaderText.Of(spacing, ' ')}
            DimSize = {volume.Size.X} {volume.Size.Y} {volume.Size.Z}
            ElementType = {MetaImageTypes.NameOf(VoxelWriter.TypeOfValues(volume))}
            ElementDataFile = LOCAL

            """.ReplaceLineEndings("\n");
    }
}
